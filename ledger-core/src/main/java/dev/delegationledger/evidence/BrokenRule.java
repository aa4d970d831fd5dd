package dev.delegationledger.evidence;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import java.util.List;
import java.util.Map;

/**
 * A record, and all that the rules need to judge it where it stands, in the form of an authority
 * proof: its {@code action} is the record, of whatever kind its entry is. Immutable.
 *
 * @param checkpoint the proof's
 * @param proof the closed set of the record
 */
public record BrokenRule(SignedCheckpoint checkpoint, AuthorityProof proof)
    implements Misbehaviour {
  /**
   * @throws IllegalArgumentException if the checkpoint is not the proof's
   */
  public BrokenRule {
    if (!proof.checkpoint().equals(checkpoint.text())) {
      throw new IllegalArgumentException("expected the checkpoint of the proof");
    }
  }

  @Override
  public Kind kind() {
    return Kind.RULE;
  }

  @Override
  public List<SignedCheckpoint> notes() {
    return List.of(checkpoint);
  }

  @Override
  public Map<String, Value> members() {
    return Map.of("proof", proof.toValue());
  }
}
