package dev.delegationledger.entry;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.scope.ToolName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A claims set being read: its members at the top and in {@code dl}, and what kinds share. */
final class ClaimsReader {
  /** {@code dl.v}. */
  static final int VERSION = 1;

  private static final int MAX_LABEL = 256;

  /** The members at the top; what nobody asks for is ignored. */
  final Members top;

  /** The members of {@code dl}, closed. */
  final Members dl;

  private ClaimsReader(Members top, Members dl) {
    this.top = top;
    this.dl = dl;
  }

  static ClaimsReader of(Value claims) throws RefusedException {
    Members top = Members.of(claims, "", Reason.CLAIMS_MALFORMED);
    Members dl = top.object("dl");
    long version = dl.whole("v");
    if (version != VERSION) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "at /dl/v: expected " + VERSION + ", got " + version);
    }
    return new ClaimsReader(top, dl);
  }

  /** What every entry but genesis states; {@code further} claims have a meaning in this kind. */
  Issued issued(Set<String> further) throws RefusedException {
    return issued(Optional.of(top.text("aud")), further);
  }

  /** What genesis states, whose {@code aud} nobody can know yet. */
  Issued issuedWithoutLedger() throws RefusedException {
    return issued(Optional.empty(), Set.of());
  }

  private Issued issued(Optional<String> ledger, Set<String> further) throws RefusedException {
    if (top.names().contains("nbf")) {
      throw top.refused("nbf", "expected none: a restriction that nobody would enforce");
    }
    Hash signer = thumbprint();
    Set<String> ignored = new HashSet<>(top.names());
    ignored.removeAll(Set.of("iss", "jti", "iat", "dl"));
    ignored.removeAll(further);
    if (ledger.isPresent()) {
      ignored.remove("aud");
    }
    return new Issued(signer, ledger, label(top, "jti"), top.whole("iat"), ignored);
  }

  private Hash thumbprint() throws RefusedException {
    String iss = top.text("iss");
    if (iss.startsWith(Jwk.THUMBPRINT_URI_PREFIX)) {
      try {
        return Hash.fromBase64Url(iss.substring(Jwk.THUMBPRINT_URI_PREFIX.length()));
      } catch (IllegalArgumentException notThirtyTwoBytes) {
        // falls through to the same refusal as any other text
      }
    }
    throw top.refused("iss", "expected a SHA-256 JWK thumbprint URI");
  }

  static Slot slot(Members members, String name) throws RefusedException {
    Members slot = members.object(name);
    Optional<Value> value = slot.optionalValue("value");
    Optional<Hash> digest = slot.optionalHash("digest");
    slot.end();
    if (value.isPresent() == digest.isPresent()) {
      throw members.refused(name, "expected exactly one of value and digest");
    }
    return value.<Slot>map(Slot.Open::new).orElseGet(() -> new Slot.Hidden(digest.orElseThrow()));
  }

  static Optional<Slot> optionalSlot(Members members, String name) throws RefusedException {
    return has(members, name) ? Optional.of(slot(members, name)) : Optional.empty();
  }

  /** A slot for each member. */
  static SortedMap<String, Slot> slots(Members members) throws RefusedException {
    SortedMap<String, Slot> slots = new TreeMap<>();
    for (String name : members.names()) {
      slots.put(name, slot(members, name));
    }
    return slots;
  }

  static VerifyingKey key(Members members, String name) throws RefusedException {
    return Jwk.parsePublic(members.value(name), members.pointer(name), Reason.CLAIMS_MALFORMED);
  }

  static Optional<VerifyingKey> optionalKey(Members members, String name) throws RefusedException {
    return has(members, name) ? Optional.of(key(members, name)) : Optional.empty();
  }

  static Scope tools(Members members, String name) throws RefusedException {
    return Scope.parseTools(members.value(name), members.pointer(name));
  }

  static Optional<Scope> optionalTools(Members members, String name) throws RefusedException {
    return has(members, name) ? Optional.of(tools(members, name)) : Optional.empty();
  }

  static String label(Members members, String name) throws RefusedException {
    String text = members.text(name);
    requireLabel(members, name, text);
    return text;
  }

  /** The name of a tool, which has one spelling. */
  static String tool(Members members, String name) throws RefusedException {
    String tool = label(members, name);
    if (!ToolName.isNormal(tool)) {
      throw members.refused(name, "expected a tool's URI in normal form, got another spelling");
    }
    return tool;
  }

  /** The names of members that are those of tools, at most {@code max}. */
  static Set<String> tools(Members members, String name, Members tools, int max)
      throws RefusedException {
    requireCount(members, name, tools.names(), 0, max);
    for (String tool : tools.names()) {
      if (!ToolName.isNormal(tool)) {
        throw tools.refused(tool, "expected a tool's URI in normal form, got another spelling");
      }
    }
    return tools.names();
  }

  static Optional<String> optionalLabel(Members members, String name) throws RefusedException {
    return has(members, name) ? Optional.of(label(members, name)) : Optional.empty();
  }

  /** From {@code min} to {@code max} labels, all different. */
  static List<String> labels(Members members, String name, int min, int max)
      throws RefusedException {
    List<String> labels = members.texts(name);
    requireCount(members, name, labels, min, max);
    requireDistinct(members, name, labels);
    for (String label : labels) {
      requireLabel(members, name, label);
    }
    return labels;
  }

  private static void requireLabel(Members members, String name, String text)
      throws RefusedException {
    if (text.isEmpty() || text.length() > MAX_LABEL) {
      throw members.refused(name, "expected 1 to " + MAX_LABEL + " characters");
    }
  }

  static <E extends Enum<E> & Named> E constant(Members members, String name, Class<E> type)
      throws RefusedException {
    return constant(members, name, members.text(name), type);
  }

  /** Constants by their codes, all different. */
  static <E extends Enum<E> & Named> List<E> constants(Members members, String name, Class<E> type)
      throws RefusedException {
    List<E> constants = new ArrayList<>();
    for (String code : members.texts(name)) {
      constants.add(constant(members, name, code, type));
    }
    requireDistinct(members, name, constants);
    return constants;
  }

  private static <E extends Enum<E> & Named> E constant(
      Members members, String name, String code, Class<E> type) throws RefusedException {
    Optional<E> constant = Named.ofCode(type, code);
    if (constant.isEmpty()) {
      throw members.refused(name, "expected one of the names in docs/format.md");
    }
    return constant.get();
  }

  static long within(Members members, String name, long min, long max) throws RefusedException {
    long number = members.whole(name);
    if (number < min || number > max) {
      throw members.refused(name, "expected " + min + " to " + max + ", got " + number);
    }
    return number;
  }

  static Optional<Long> optionalWithin(Members members, String name, long min, long max)
      throws RefusedException {
    return has(members, name) ? Optional.of(within(members, name, min, max)) : Optional.empty();
  }

  static Optional<Long> optionalPositive(Members members, String name) throws RefusedException {
    return has(members, name) ? Optional.of(positive(members, name)) : Optional.empty();
  }

  static long positive(Members members, String name) throws RefusedException {
    return within(members, name, 1, Long.MAX_VALUE);
  }

  /** From {@code min} to {@code max} hashes, all different. */
  static List<Hash> hashes(Members members, String name, int min, int max) throws RefusedException {
    List<Hash> hashes = members.hashes(name);
    requireCount(members, name, hashes, min, max);
    requireDistinct(members, name, hashes);
    return hashes;
  }

  static void requireCount(Members members, String name, Collection<?> items, int min, int max)
      throws RefusedException {
    if (items.size() < min || items.size() > max) {
      throw members.refused(
          name, "expected " + min + " to " + max + " of them, got " + items.size());
    }
  }

  static void requireDistinct(Members members, String name, List<?> items) throws RefusedException {
    if (new HashSet<>(items).size() != items.size()) {
      throw members.refused(name, "expected all of them to differ");
    }
  }

  static boolean has(Members members, String name) {
    return members.names().contains(name);
  }
}
