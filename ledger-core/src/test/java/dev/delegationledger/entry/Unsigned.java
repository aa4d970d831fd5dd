package dev.delegationledger.entry;

import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;

/**
 * Entries that pass for signed, for tests of what follows the signatures: a signature costs more
 * than all rules together. Their hashes are those of the signed ones, which cover no signature.
 */
public final class Unsigned {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String NO_SIGNATURE = "." + "A".repeat(86);

  private Unsigned() {}

  /** The statement as if its signer had signed it. */
  public static VerifiedEntry entry(Statement statement, Collection<Disclosure> shown)
      throws RefusedException {
    String header = "{\"typ\":\"" + statement.kind().typ() + "\",\"alg\":\"EdDSA\"}";
    String compact =
        BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + BASE64.encodeToString(StatementWriter.write(statement))
            + NO_SIGNATURE;
    SignedEntry entry = SignedEntry.of(compact, shown);
    if (statement instanceof Statement.Denial denial) {
      SignedEntry refused = SignedEntry.of(denial.refused().compact(), shown);
      return new VerifiedEntry(entry, new VerifiedEntry(refused));
    }
    return new VerifiedEntry(entry);
  }
}
