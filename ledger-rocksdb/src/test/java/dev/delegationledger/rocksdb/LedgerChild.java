package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.PinnedKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.WriteOptions;

/**
 * Another process that appends to a ledger without end, from several threads. Into a journal it
 * writes a line {@code B submission} before it appends an entry, and a line {@code A index hash}
 * once it has the entry's receipt; a kill leaves all lines that were written.
 */
final class LedgerChild {
  static final InMemorySigner LEDGER_KEY = key(1);
  static final InMemorySigner AUTHORITY = key(2);

  private static final String ORIGIN = "example.com/killed";
  private static final int THREADS = 4;

  private LedgerChild() {}

  private static InMemorySigner key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return InMemorySigner.ed25519(Bytes.of(bytes));
  }

  static DelegationLedger open(Path dir) {
    return open(RocksDbStore.at(dir));
  }

  static DelegationLedger open(RocksDbStore store) {
    return DelegationLedger.openOrCreate(
        store,
        Genesis.of(ORIGIN, LEDGER_KEY).authority(AUTHORITY.publicKey()),
        Clock.systemUTC(),
        new SecureRandom());
  }

  /** The same, but a commit does not wait until it is on stable storage. */
  private static DelegationLedger openUnsynced(Path dir) {
    return open(
        RocksDbStore.at(
            dir,
            (db, synced, rows) -> {
              try (WriteOptions unsynced = new WriteOptions().setSync(false)) {
                db.write(unsynced, rows);
              }
            }));
  }

  /** Who trusts this ledger. */
  static TrustAnchors trust() {
    return TrustAnchors.of(
        new TrustAnchors.Anchor(
            PinnedKeys.of(VerifierKey.of(ORIGIN, LEDGER_KEY.publicKey())),
            Optional.empty(),
            Set.of(Jwk.thumbprint(AUTHORITY.publicKey())),
            Optional.empty(),
            Optional.empty(),
            0,
            UnknownSignatures.REFUSE));
  }

  /** A new service, which needs nothing that is in the ledger. */
  static Draft<Enrolled> service(SecureRandom random) {
    return Enrol.service()
        .name("S")
        .key(InMemorySigner.generate(Suite.ED25519, random))
        .by(AUTHORITY);
  }

  /**
   * Appends until it is killed.
   *
   * @param args the ledger's folder, the journal, and {@code synced} or {@code unsynced}
   */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    try (DelegationLedger ledger = args[2].equals("synced") ? open(dir) : openUnsynced(dir);
        FileChannel journal =
            FileChannel.open(
                Path.of(args[1]),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(() -> append(ledger, journal));
        thread.setUncaughtExceptionHandler(
            (t, failure) -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
            });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void append(DelegationLedger ledger, FileChannel journal) {
    SecureRandom random = new SecureRandom();
    while (true) {
      Enrolled service = (Enrolled) append(ledger, ledger.sign(service(random)), journal);
      append(ledger, ledger.sign(Revocation.of(service).by(AUTHORITY)), journal);
    }
  }

  private static Recorded append(DelegationLedger ledger, SignedEntry entry, FileChannel journal) {
    line(journal, "B " + entry.submission());
    Recorded recorded = ledger.append(entry);
    line(journal, "A " + recorded.receipt().index() + " " + recorded.hash());
    return recorded;
  }

  /** One call, at the end: so lines of several threads do not mix. */
  private static void line(FileChannel journal, String line) {
    byte[] bytes = (line + "\n").getBytes(US_ASCII);
    try {
      if (journal.write(ByteBuffer.wrap(bytes)) != bytes.length) {
        throw new IOException("expected a whole line in the journal, got a part");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
