package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An action as {@code actions.json} lists it.
 *
 * @param ledger the name of the folder of the ledger that it is in
 * @param proof its newest proof, whose verdict is also that of the ledger
 * @param earlier its proof from before something changed the verdict
 */
record Listed(String jti, String ledger, Proof proof, Optional<Proof> earlier) {
  /**
   * A proof file.
   *
   * @param expected why its verdict is not to be proven, if it is not
   */
  record Proof(String file, Optional<Reason> expected) {
    private Value verdict() {
      Value reason = expected.<Value>map(r -> Value.of(r.code())).orElse(Value.NULL);
      return Value.obj(Map.of("verdict", Value.of(finding().code()), "reason", reason));
    }

    private Verdict.Finding finding() {
      return expected
          .map(
              reason ->
                  reason.reasonClass() == ReasonClass.UNDECIDED
                      ? Verdict.Finding.UNDECIDED
                      : Verdict.Finding.REFUSED)
          .orElse(Verdict.Finding.PROVEN);
    }

    /**
     * One line on the verdict.
     *
     * @throws IllegalStateException if it is not as expected
     */
    String requireExpected(Verdict verdict) {
      Optional<Reason> reason = verdict.refusal().map(refusal -> refusal.reason());
      if (!reason.equals(expected)) {
        throw new IllegalStateException(file + ": expected " + expected + ", got " + verdict);
      }
      return file + "  " + verdict.finding().code() + reason.map(r -> "  " + r.code()).orElse("");
    }
  }

  static Listed of(Acted action, String ledger, String file, Optional<Reason> expected) {
    return new Listed(action.id(), ledger, new Proof(file, expected), Optional.empty());
  }

  /** The same, and the proof from before. */
  Listed after(Listed before) {
    return new Listed(jti, ledger, proof, Optional.of(before.proof()));
  }

  /** All its proofs, in the order in which they were written. */
  List<Proof> proofs() {
    return Stream.concat(earlier.stream(), Stream.of(proof)).toList();
  }

  Value toValue() {
    Map<String, Value> members = new TreeMap<>();
    members.put("jti", Value.of(jti));
    members.put("ledger", Value.of(ledger));
    members.put("proof", Value.of(proof.file()));
    members.put("expected", proof.verdict());
    earlier.ifPresent(
        before ->
            members.put(
                "earlier",
                Value.obj(Map.of("proof", Value.of(before.file()), "expected", before.verdict()))));
    return Value.obj(members);
  }
}
