package dev.delegationledger.entry;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it arrives: well-formed, its signature not yet checked. Immutable and thread-safe;
 * keep it to retry, since the same signing input is the same entry.
 */
public final class SignedEntry {
  /** The longest submission accepted, JWS and disclosures, in characters. */
  public static final int MAX_SUBMISSION = 1 << 19;

  /** Null where only what it says is kept. */
  private final @Nullable CompactJws jws;

  private final Hash hash;
  private final int length;
  private final Statement statement;
  private final Map<String, Disclosure> disclosures;

  private SignedEntry(CompactJws jws, Statement statement, Map<String, Disclosure> disclosures) {
    this.jws = jws;
    this.hash = jws.hash();
    this.length = jws.compact().length();
    this.statement = statement;
    this.disclosures = Collections.unmodifiableMap(disclosures);
  }

  private SignedEntry(SignedEntry entry) {
    this.jws = null;
    this.hash = entry.hash;
    this.length = entry.length;
    this.statement = entry.statement;
    this.disclosures = entry.disclosures;
  }

  /** The same without its text: for judging by it, which takes what it says, again and again. */
  SignedEntry withoutText() {
    return new SignedEntry(this);
  }

  private CompactJws jws() {
    CompactJws text = jws;
    if (text == null) {
      throw new IllegalStateException("read entry: expected its text, which is not held here");
    }
    return text;
  }

  /**
   * Reads {@code JWS} or {@code JWS~disclosure~...~}.
   *
   * @throws RefusedException with a reason that says whether framing, kind, version, claims or a
   *     disclosure refused
   */
  public static SignedEntry parse(String submission) throws RefusedException {
    if (submission.length() > MAX_SUBMISSION) {
      throw RefusedException.of(
          Reason.DISCLOSURES_TOO_LARGE,
          "read entry: expected at most " + MAX_SUBMISSION + " characters");
    }
    List<String> parts = Arrays.asList(submission.split("~", -1));
    if (parts.size() > 1 && !parts.get(parts.size() - 1).isEmpty()) {
      throw RefusedException.of(
          Reason.ENTRY_MALFORMED, "read entry: expected ~ after the last disclosure");
    }
    List<String> encoded = parts.size() > 1 ? parts.subList(1, parts.size() - 1) : List.of();
    List<Disclosure> disclosures = new ArrayList<>();
    for (String disclosure : encoded) {
      disclosures.add(Disclosure.parse(disclosure));
    }
    return of(parts.get(0), disclosures);
  }

  /**
   * Reads a compact JWS with the disclosures that open its slots.
   *
   * @throws RefusedException {@code disclosure-mismatch} if one opens no slot or a slot is opened
   *     twice, and as {@link #parse(String)}
   */
  public static SignedEntry of(String compact, Collection<Disclosure> disclosures)
      throws RefusedException {
    return of(CompactJws.parse(compact), disclosures);
  }

  /**
   * As {@link #of(String, Collection)}, of a JWS that was read.
   *
   * @throws RefusedException as {@link #of(String, Collection)}
   */
  public static SignedEntry of(CompactJws jws, Collection<Disclosure> disclosures)
      throws RefusedException {
    Statement statement = statement(jws);
    return new SignedEntry(jws, statement, matched(statement, disclosures));
  }

  /**
   * This entry with these disclosures in place of those at hand; it is not read again.
   *
   * @throws RefusedException as {@link #of}
   */
  public SignedEntry disclosing(Collection<Disclosure> disclosures) throws RefusedException {
    return new SignedEntry(jws(), statement, matched(statement, disclosures));
  }

  /**
   * Signs {@code statement}.
   *
   * @throws IllegalArgumentException if the statement names another signer, or does not fit the
   *     format
   */
  public static SignedEntry sign(
      Statement statement, Signer signer, Collection<Disclosure> disclosures) {
    if (!statement.issued().signer().equals(Jwk.thumbprint(signer.publicKey()))) {
      throw new IllegalArgumentException("the statement names another signer");
    }
    byte[] claims = StatementWriter.write(statement);
    try {
      CompactJws jws = CompactJws.sign(statement.kind().typ(), claims, signer);
      return of(jws.compact(), disclosures);
    } catch (RefusedException misfit) {
      throw new IllegalArgumentException(misfit.getMessage(), misfit);
    }
  }

  private static Statement statement(CompactJws jws) throws RefusedException {
    String typ =
        jws.typ()
            .orElseThrow(
                () ->
                    RefusedException.of(
                        Reason.ENTRY_MALFORMED, "read header: expected alg and typ, got no typ"));
    Optional<Kind> kind = Kind.ofTyp(typ);
    if (kind.isEmpty()) {
      throw RefusedException.of(
          Reason.UNKNOWN_KIND, "read header: expected a typ that this program knows");
    }
    requireShort(kind.get(), jws);
    Value claims;
    try {
      claims = Json.parse(jws.payload().toArray(), jws.payload().size());
    } catch (JsonException malformed) {
      throw RefusedException.of(Reason.CLAIMS_MALFORMED, "read claims: " + malformed.getMessage());
    }
    return StatementReader.read(kind.get(), claims);
  }

  private static Map<String, Disclosure> matched(
      Statement statement, Collection<Disclosure> disclosures) throws RefusedException {
    Map<Hash, String> hidden = new java.util.HashMap<>();
    statement
        .slots()
        .forEach(
            (name, slot) -> {
              if (slot instanceof Slot.Hidden h) {
                hidden.put(h.digest(), name);
              }
            });
    requireSmall(statement.kind(), disclosures);
    Map<String, Disclosure> bySlot = new TreeMap<>();
    for (Disclosure disclosure : disclosures) {
      String slot = hidden.get(disclosure.digest());
      if (slot == null || !slot.equals(disclosure.name())) {
        throw RefusedException.of(
            Reason.DISCLOSURE_MISMATCH,
            "open slot: expected the digest and name of a slot, got the digest "
                + disclosure.digest());
      }
      if (bySlot.put(slot, disclosure) != null) {
        throw RefusedException.of(
            Reason.DISCLOSURE_MISMATCH, "open slot: expected one disclosure, got two");
      }
    }
    return bySlot;
  }

  /**
   * Checks the signature, and the proof of possession of a key that an enrolment, an authority
   * entry or a change of the ledger's key binds.
   *
   * @param keys all keys that have a role in the ledger, or in the evidence at hand
   * @throws RefusedException if {@code keys} lacks the signer: the reason for a signer without
   *     standing of the entry's kind; {@code signature-invalid}; {@code possession-unproven};
   *     {@code genesis-invalid} if genesis is signed by another key than it states
   */
  public VerifiedEntry verify(KeyRing keys) throws RefusedException {
    CompactJws signed = jws();
    Hash signer = statement.issued().signer();
    VerifyingKey key;
    if (statement instanceof Statement.Genesis genesis) {
      key = genesis.checkpointKey();
      if (!Jwk.thumbprint(key).equals(signer)) {
        throw RefusedException.of(
            Reason.GENESIS_INVALID, "check signer: expected the checkpoint key, got " + signer);
      }
    } else {
      Optional<VerifyingKey> found = keys.key(signer);
      if (found.isEmpty()) {
        throw RefusedException.of(
            WithoutStanding.reason(statement),
            "look up signer: expected a key with a role here, got " + signer);
      }
      key = found.get();
    }
    if (!signed.verifies(key)) {
      throw RefusedException.of(
          Reason.SIGNATURE_INVALID,
          "check signature: expected one by " + signer + " over the entry's signing input");
    }
    if (statement instanceof Statement.Enrolment enrolment) {
      Possession.check(enrolment);
    } else if (statement instanceof Statement.AuthorityChange change) {
      Possession.check(change);
    } else if (statement instanceof Statement.LedgerKeyChange change) {
      Possession.check(change);
    }
    return statement instanceof Statement.Denial denial
        ? new VerifiedEntry(this, verifyRefused(denial, keys))
        : new VerifiedEntry(this);
  }

  private VerifiedEntry verifyRefused(Statement.Denial denial, KeyRing keys)
      throws RefusedException {
    try {
      return of(denial.refused().compact(), disclosures.values()).verify(keys);
    } catch (RefusedException e) {
      throw RefusedException.of(
          e.refusal().reason(), "check the action that was refused: " + e.refusal().detail());
    }
  }

  /**
   * The most characters of an entry of this kind. What a fact leads to is in the proof of everybody
   * who has that fact, so nobody makes it longer than what it says.
   */
  static int maxCharacters(Kind kind) {
    return switch (kind) {
      case ERASURE, LEDGER_KEY -> 4 * 1024;
      case APPROVAL, TRANSFER, REVOCATION, RESUMPTION, COMPROMISE, AUTHORITY -> 16 * 1024;
      case GENESIS,
          ENROLMENT,
          GRANT,
          ACTION,
          OUTCOME,
          POLICY,
          ARCHETYPE,
          GROUP,
          REQUEST,
          SUSPENSION,
          COMPLETION,
          DENIAL,
          FOREIGN_CALL ->
          CompactJws.MAX_CHARS;
    };
  }

  private static void requireShort(Kind kind, CompactJws jws) throws RefusedException {
    int characters = jws.compact().length();
    if (characters > maxCharacters(kind)) {
      throw RefusedException.of(
          Reason.RECORD_TOO_LARGE,
          "read entry: expected at most "
              + maxCharacters(kind)
              + " characters of "
              + kind.typ()
              + ", got "
              + characters);
    }
  }

  /**
   * The most characters of disclosures that an entry of this kind may carry: so many that whatever
   * an action rests on still fits into one proof file with all of it opened.
   */
  static int maxDisclosures(Kind kind) {
    return switch (kind) {
      case GENESIS, POLICY, ARCHETYPE, GROUP, AUTHORITY, LEDGER_KEY -> 0;
      case ENROLMENT, ERASURE -> 4 * 1024;
      case GRANT, REVOCATION, APPROVAL, TRANSFER, SUSPENSION, RESUMPTION, COMPLETION, COMPROMISE ->
          16 * 1024;
      case FOREIGN_CALL -> 64 * 1024;
      case ACTION, REQUEST, OUTCOME, DENIAL -> 256 * 1024;
    };
  }

  private static void requireSmall(Kind kind, Collection<Disclosure> disclosures)
      throws RefusedException {
    long characters = disclosures.stream().mapToLong(d -> d.encoded().length()).sum();
    if (characters > maxDisclosures(kind)) {
      throw RefusedException.of(
          Reason.DISCLOSURES_TOO_LARGE,
          "open slots: expected at most "
              + maxDisclosures(kind)
              + " characters of disclosures, got "
              + characters);
    }
  }

  /** What it says. */
  public Statement statement() {
    return statement;
  }

  /** Which kind of statement it is. */
  public Kind kind() {
    return statement.kind();
  }

  /**
   * The SHA-256 of the JWS signing input: what references hold, and what makes two entries the
   * same.
   */
  public Hash hash() {
    return hash;
  }

  /** The compact JWS. */
  public String compact() {
    return jws().compact();
  }

  /** How many characters the compact JWS has. */
  public int length() {
    return length;
  }

  /** The payload's bytes as signed. */
  public byte[] payload() {
    return jws().payload().toArray();
  }

  /** The header's {@code alg}. */
  public String alg() {
    return jws().alg();
  }

  /** The disclosures at hand, by slot name. */
  public Map<String, Disclosure> disclosures() {
    return disclosures;
  }

  /**
   * The value of a slot: in clear, or disclosed; empty if it is hidden or there is no such slot.
   */
  public Optional<Value> read(String slot) {
    if (statement.slots().get(slot) instanceof Slot.Open open) {
      return Optional.of(open.value());
    }
    return Optional.ofNullable(disclosures.get(slot)).map(Disclosure::value);
  }

  /** The text of a slot; empty also if its value is not a string. */
  public Optional<String> readText(String slot) {
    return read(slot)
        .flatMap(v -> v instanceof Value.Str s ? Optional.of(s.value()) : Optional.empty());
  }

  /** The names of the slots whose value is not at hand. */
  public List<String> hiddenSlots() {
    return statement.slots().keySet().stream()
        .filter(slot -> read(slot).isEmpty())
        .sorted()
        .toList();
  }

  /** {@code JWS~disclosure~...~}, or the JWS alone if there is no disclosure. */
  public String submission() {
    StringBuilder text = new StringBuilder(compact());
    if (!disclosures.isEmpty()) {
      text.append('~');
      disclosures.values().forEach(d -> text.append(d.encoded()).append('~'));
    }
    return text.toString();
  }
}
