package dev.delegationledger.cli;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How an agent or a grant is named on the command line: digits alone are a record index; anything
 * else is a principal id, an entry hash, or the jti of a grant. {@code id:} before it makes a
 * principal id of anything, {@code jti:} a jti, {@code hash:} an entry hash, which may begin like
 * an option. Ids and jtis are labels: one that leads to several records names none of them.
 */
final class PrincipalReference {
  private static final String ID = "id:";
  private static final String JTI = "jti:";
  private static final String HASH = "hash:";
  private static final int MAX_DIGITS = 13; // an index is below 2^40
  private static final int MAX_LISTED = 10;

  private final String text;

  private PrincipalReference(String text) {
    this.text = text;
  }

  static PrincipalReference of(String text) {
    return new PrincipalReference(text);
  }

  /**
   * The first enrolment of an agent or a service.
   *
   * @throws Failure {@code unknown-agent}, {@code ambiguous-agent}
   */
  PlacedEntry agentIn(CheckedLedger ledger) throws Failure, RefusedException {
    return find(ledger, "agent", "an agent or a service", false);
  }

  /**
   * That, or a grant.
   *
   * @throws Failure {@code unknown-target}, {@code ambiguous-target}
   */
  PlacedEntry agentOrGrantIn(CheckedLedger ledger) throws Failure, RefusedException {
    return find(ledger, "target", "an agent, a service or a grant", true);
  }

  private PlacedEntry find(CheckedLedger ledger, String what, String expected, boolean orGrant)
      throws Failure, RefusedException {
    List<PlacedEntry> found = candidates(ledger, orGrant);
    List<PlacedEntry> fitting =
        found.stream().filter(entry -> isActor(entry) || (orGrant && isGrant(entry))).toList();
    if (fitting.isEmpty()) {
      throw new Failure(
          ExitCode.UNDECIDED,
          "unknown-" + what,
          "find '"
              + text
              + "': expected "
              + expected
              + ", got "
              + (found.isEmpty() ? "nothing" : listed(found)),
          "name it by its id, its entry hash (show prints it) or its record index, and check that"
              + " this is the ledger it was recorded in");
    }
    if (found.size() > 1) {
      throw new Failure(
          ExitCode.UNDECIDED,
          "ambiguous-" + what,
          "find '" + text + "': expected one, got " + listed(found),
          "name the one that you mean by its record index; an honest ledger gives no principal id"
              + " twice: audit this one");
    }
    return fitting.get(0);
  }

  private List<PlacedEntry> candidates(CheckedLedger ledger, boolean orGrant)
      throws RefusedException {
    NavigableMap<Long, PlacedEntry> found = new TreeMap<>();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long index = text.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(text);
      if (index < ledger.size()) {
        found.put(index, ledger.ledger().entry(index));
      }
    } else if (text.startsWith(ID)) {
      addNamed(text.substring(ID.length()), ledger, found);
    } else if (orGrant && text.startsWith(JTI)) {
      addGrants(text.substring(JTI.length()), ledger, found);
    } else if (text.startsWith(HASH)) {
      addHashed(text.substring(HASH.length()), ledger, found);
    } else {
      addNamed(text, ledger, found);
      addHashed(text, ledger, found);
      if (orGrant) {
        addGrants(text, ledger, found);
      }
    }
    return List.copyOf(found.values());
  }

  private static void addNamed(
      String id, CheckedLedger ledger, NavigableMap<Long, PlacedEntry> found)
      throws RefusedException {
    ledger.asOf().named(id).forEach(entry -> found.put(entry.index(), entry));
  }

  private static void addHashed(
      String base64Url, CheckedLedger ledger, NavigableMap<Long, PlacedEntry> found)
      throws RefusedException {
    Hash hash;
    try {
      hash = Hash.fromBase64Url(base64Url);
    } catch (IllegalArgumentException noHash) {
      return;
    }
    Optional<PlacedEntry> entry = ledger.ledger().find(hash);
    entry.ifPresent(one -> found.put(one.index(), one));
  }

  private static void addGrants(
      String jti, CheckedLedger ledger, NavigableMap<Long, PlacedEntry> found)
      throws RefusedException {
    for (long index : ledger.ledger().lookup(Table.BY_JTI, Keys.jti(jti))) {
      PlacedEntry entry = ledger.ledger().entry(index);
      if (isGrant(entry)) {
        found.put(index, entry);
      }
    }
  }

  private static boolean isGrant(PlacedEntry entry) {
    return entry.kind() == Kind.GRANT;
  }

  private static boolean isActor(PlacedEntry entry) {
    return entry.entry().statement() instanceof Statement.Enrolment enrolment
        && (enrolment.principal() == PrincipalKind.AGENT
            || enrolment.principal() == PrincipalKind.SERVICE);
  }

  private static String listed(List<PlacedEntry> found) {
    List<String> all = new ArrayList<>();
    found.stream().limit(MAX_LISTED).forEach(entry -> all.add(described(entry)));
    int more = found.size() - all.size();
    return all.stream().collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String described(PlacedEntry entry) {
    String kind =
        entry.entry().statement() instanceof Statement.Enrolment enrolment
            ? enrolment.principal().code()
            : entry.kind().typ();
    return "record " + entry.index() + " (" + kind + ")";
  }
}
