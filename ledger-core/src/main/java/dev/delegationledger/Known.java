package dev.delegationledger;

import dev.delegationledger.model.Hash;
import java.util.Optional;

/** What a statement may refer to while it is written: what is recorded, or about to be. */
interface Known {
  /** Nothing is. */
  Known NOTHING =
      new Known() {
        @Override
        public Optional<Recorded> find(Hash hash) {
          return Optional.empty();
        }

        @Override
        public Optional<Enrolled> enrolledWith(Hash key) {
          return Optional.empty();
        }
      };

  /** The entry with this hash. */
  Optional<Recorded> find(Hash hash);

  /** The enrolment of the key with this thumbprint. */
  Optional<Enrolled> enrolledWith(Hash key);
}
