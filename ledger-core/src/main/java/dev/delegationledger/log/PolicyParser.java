package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one witness policy, line by line. Mutable, for one text, not thread-safe. */
final class PolicyParser {
  private static final String NONE = "none";

  private final List<WitnessPolicy.Log> logs = new ArrayList<>();
  private final List<WitnessPolicy.Witness> witnesses = new ArrayList<>();
  private final Map<String, Quorum> defined = new HashMap<>();
  private final Set<String> members = new HashSet<>();
  private final Set<Bytes> logKeys = new HashSet<>();
  private final Set<Bytes> witnessKeys = new HashSet<>();
  private Optional<Optional<Quorum>> quorum = Optional.empty();
  private int groups;
  private int line;

  WitnessPolicy policy(String text) throws RefusedException {
    requireText(text);
    for (String one : text.split("\n", -1)) {
      line++;
      List<String> words = words(one);
      if (!words.isEmpty() && !words.get(0).startsWith("#")) {
        define(words);
      }
    }
    line = 0; // what follows is about the whole
    if (quorum.isEmpty()) {
      throw malformed("expected a quorum line, got none");
    }
    WitnessPolicy policy = new WitnessPolicy(logs, witnesses, quorum.get());
    if (policy.smallestQuorum() >= SignedNote.MAX_SIGNATURES) {
      throw malformed(
          "expected a quorum of at most "
              + (SignedNote.MAX_SIGNATURES - 1)
              + " witnesses, the room under a checkpoint, got "
              + policy.smallestQuorum());
    }
    return policy;
  }

  private void requireText(String text) throws RefusedException {
    if (text.length() > WitnessPolicy.MAX_SIZE) {
      throw malformed("expected at most " + WitnessPolicy.MAX_SIZE + " characters");
    }
    if (!text.codePoints().allMatch(PolicyParser::isAllowed)) {
      throw malformed("expected no control character but tabs and newlines, in Unicode");
    }
    if (!text.endsWith("\n")) {
      throw malformed("expected a newline at the end of every line");
    }
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= ' ' && c != 0x7f && Character.getType(c) != Character.SURROGATE);
  }

  /** Only spaces and tabs part words, whatever else Unicode calls a space. */
  private static List<String> words(String line) {
    return Arrays.stream(line.split("[ \t]+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private void define(List<String> words) throws RefusedException {
    switch (words.get(0)) {
      case "log" -> log(words);
      case "witness" -> witness(words);
      case "group" -> group(words);
      case "quorum" -> quorum(words);
      default -> throw malformed("expected log, witness, group, quorum or #");
    }
  }

  private void log(List<String> words) throws RefusedException {
    requireWords(words, 2, 3, "log <vkey> [<url>]");
    requireRoom("logs", logs.size());
    NoteKey key = logKey(words.get(1));
    if (!logKeys.add(raw(key))) {
      throw malformed("expected each log's key once");
    }
    logs.add(new WitnessPolicy.Log(key, url(words, 2)));
  }

  private NoteKey logKey(String text) throws RefusedException {
    try {
      return KeyText.parse(text).raw().size() == VerifierKey.RAW_SIZE
          ? VerifierKey.parse(text)
          : CosignerKey.parse(text);
    } catch (RefusedException e) {
      throw malformed(e.refusal().detail());
    }
  }

  private static Bytes raw(NoteKey key) {
    if (key instanceof CosignerKey cosigner) {
      return cosigner.raw();
    }
    return ((VerifierKey) key).key().raw();
  }

  private void witness(List<String> words) throws RefusedException {
    requireWords(words, 3, 4, "witness <name> <vkey> [<url>]");
    requireRoom("witnesses", witnesses.size());
    String name = newName(words.get(1));
    CosignerKey key;
    try {
      key = CosignerKey.parse(words.get(2));
    } catch (RefusedException e) {
      throw malformed(e.refusal().detail());
    }
    if (!witnessKeys.add(key.raw())) {
      throw malformed("expected each witness's key once");
    }
    witnesses.add(new WitnessPolicy.Witness(name, key, url(words, 3)));
    defined.put(name, new Quorum.One(name));
  }

  private void group(List<String> words) throws RefusedException {
    requireWords(words, 4, 3 + 2 * WitnessPolicy.MAX_NAMED, "group <name> all|any|<k> <name>...");
    requireRoom("groups", groups++);
    String name = newName(words.get(1));
    List<Quorum> of = new ArrayList<>();
    for (String member : words.subList(3, words.size())) {
      of.add(definedBefore(member));
      if (!members.add(member)) {
        throw malformed("expected each name in one group, once");
      }
    }
    defined.put(name, new Quorum.Group(threshold(words.get(2), of.size()), of));
  }

  private int threshold(String word, int count) throws RefusedException {
    return switch (word) {
      case "all" -> count;
      case "any" -> 1;
      default -> {
        OptionalLong threshold = Decimal.parse(word, count);
        if (threshold.isEmpty() || threshold.getAsLong() == 0) {
          throw malformed("expected all, any or a number from 1 to " + count);
        }
        yield (int) threshold.getAsLong();
      }
    };
  }

  private void quorum(List<String> words) throws RefusedException {
    requireWords(words, 2, 2, "quorum <name>");
    if (quorum.isPresent()) {
      throw malformed("expected one quorum line");
    }
    String name = words.get(1);
    quorum = Optional.of(name.equals(NONE) ? Optional.empty() : Optional.of(definedBefore(name)));
  }

  private Quorum definedBefore(String name) throws RefusedException {
    Quorum found = defined.get(name);
    if (found == null) {
      throw malformed("expected the name of a witness or group on a line before");
    }
    return found;
  }

  private String newName(String name) throws RefusedException {
    if (name.equals(NONE) || defined.containsKey(name)) {
      throw malformed("expected a name that means nothing yet");
    }
    return name;
  }

  private static Optional<String> url(List<String> words, int at) {
    return words.size() > at ? Optional.of(words.get(at)) : Optional.empty();
  }

  private void requireWords(List<String> words, int least, int most, String form)
      throws RefusedException {
    if (words.size() < least || words.size() > most) {
      throw malformed("expected " + form);
    }
  }

  private void requireRoom(String what, int count) throws RefusedException {
    if (count >= WitnessPolicy.MAX_NAMED) {
      throw malformed("expected at most " + WitnessPolicy.MAX_NAMED + " " + what);
    }
  }

  private RefusedException malformed(String detail) {
    String where = line == 0 ? "" : ", line " + line;
    return RefusedException.of(
        Reason.WITNESS_POLICY_MALFORMED, "witness policy" + where + ": " + detail);
  }
}
