package dev.delegationledger.rocksdb;

import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * A RocksDB that is open, with its column families and everything native that belongs to it.
 * Thread-safe. A native object is only touched between {@link #enter} and {@link #leave}; {@link
 * #close} waits for those who are inside and keeps later ones out, since touching a released object
 * would crash the process.
 */
final class OpenDatabase implements AutoCloseable {
  private static final byte[] HEAD = "head".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SEAL = "manifest".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PURGE = "purge".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAYOUT = "layout".getBytes(StandardCharsets.US_ASCII);

  /**
   * Names the column families and what is in the default one: the head, the manifest's seal, what
   * is to be purged and this. The keys of the rows are part of it.
   */
  private static final byte[] LAYOUT_3 =
      "delegation-ledger-store 3".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final NativeHandles handles;
  private final RocksDB db;
  private final ReadOptions reading;
  private final ReadOptions lookingUp;
  private final ColumnFamilyHandle meta;
  private final Map<Table, ColumnFamilyHandle> tables;

  /** Held for reading by whoever is inside, for writing by close. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private boolean closed; // guarded by gate

  private OpenDatabase(
      Path folder,
      NativeHandles handles,
      RocksDB db,
      ReadOptions reading,
      ReadOptions lookingUp,
      ColumnFamilyHandle meta,
      Map<Table, ColumnFamilyHandle> tables) {
    this.folder = folder;
    this.handles = handles;
    this.db = db;
    this.reading = reading;
    this.lookingUp = lookingUp;
    this.meta = meta;
    this.tables = tables;
  }

  /** One of RocksDB's ways to open; fills {@code opened} in the order of {@code families}. */
  interface Opener {
    RocksDB open(
        DBOptions options, List<ColumnFamilyDescriptor> families, List<ColumnFamilyHandle> opened)
        throws RocksDBException;
  }

  /**
   * The column families of a store: the default one for the head and the layout, then one per
   * table.
   */
  static List<String> familyNames() {
    List<String> names = new ArrayList<>();
    names.add(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.US_ASCII));
    for (Table table : Table.values()) {
      names.add(name(table));
    }
    return names;
  }

  /**
   * Opens with {@code opener}. {@code folder} is for messages. On success {@code handles}, and
   * {@code options} in them, belong to the result; on failure to the caller.
   */
  static OpenDatabase open(Path folder, NativeHandles handles, DBOptions options, Opener opener)
      throws RocksDBException {
    List<ColumnFamilyDescriptor> families = families(handles);
    ReadOptions reading = Settings.verifiedRead(handles);
    ReadOptions lookingUp = Settings.verifiedLookUp(handles);
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    RocksDB db = handles.add(opener.open(options, families, opened));
    opened.forEach(handles::add);
    Map<Table, ColumnFamilyHandle> tables = new EnumMap<>(Table.class);
    int next = 1; // the default one comes first
    for (Table table : Table.values()) {
      tables.put(table, opened.get(next++));
    }
    return new OpenDatabase(folder, handles, db, reading, lookingUp, opened.get(0), tables);
  }

  /** In the order of {@link #familyNames}. */
  private static List<ColumnFamilyDescriptor> families(NativeHandles handles) {
    BlockBasedTableConfig blocks = Settings.blocks(handles);
    ColumnFamilyOptions plain = Settings.columnFamily(handles, blocks);
    ColumnFamilyOptions index = Settings.indexFamily(handles, blocks);
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, plain));
    for (Table table : Table.values()) {
      families.add(
          new ColumnFamilyDescriptor(
              name(table).getBytes(StandardCharsets.US_ASCII), table.isByHash() ? index : plain));
    }
    return families;
  }

  private static String name(Table table) {
    return table.name().toLowerCase(Locale.ROOT);
  }

  /** Begins a use of native objects; each must be followed by {@link #leave}. */
  void enter() {
    if (!enterIfOpen()) {
      throw new IllegalStateException("store " + folder + " is closed");
    }
  }

  /** The same, but returns false, with nothing begun, if the database is closed. */
  boolean enterIfOpen() {
    gate.readLock().lock();
    if (closed) {
      gate.readLock().unlock();
      return false;
    }
    return true;
  }

  void leave() {
    gate.readLock().unlock();
  }

  /** The database itself; only for use while inside. */
  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle family(Table table) {
    ColumnFamilyHandle family = tables.get(table);
    if (family == null) {
      throw new AssertionError("no column family for " + table);
    }
    return family;
  }

  /** Adds to {@code batch}: the head is {@code head}. */
  void putHead(WriteBatch batch, byte[] head) throws RocksDBException {
    batch.put(meta, HEAD, head);
  }

  /** Adds to {@code batch}: the manifest is known to begin as {@code seal} says. */
  void putSeal(WriteBatch batch, ManifestSeal seal) throws RocksDBException {
    batch.put(meta, SEAL, seal.row());
  }

  /** Adds to {@code batch}: this is to be purged. */
  void putPurge(WriteBatch batch, Purge purge) throws RocksDBException {
    batch.put(meta, PURGE, purge.row());
  }

  /** Adds to {@code batch}: nothing is to be purged. */
  void deletePurge(WriteBatch batch) throws RocksDBException {
    batch.delete(meta, PURGE);
  }

  /** What is to be purged, or null. */
  @Nullable Purge purge() {
    byte[] row = get("what is to be purged from", meta, PURGE);
    return row == null ? null : Purge.parse(row);
  }

  /** Writes all that is in memory into table files, so that no log is needed any more. */
  void flush() throws RocksDBException {
    enter();
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      List<ColumnFamilyHandle> all = new ArrayList<>(tables.values());
      all.add(meta);
      db.flush(flush, all);
    } finally {
      leave();
    }
  }

  /** Writes every table file anew that has disclosures with keys from {@code first} to last. */
  void rewriteDisclosures(byte[] first, byte[] last) throws RocksDBException {
    enter();
    try (CompactRangeOptions options =
        new CompactRangeOptions()
            .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)
            .setExclusiveManualCompaction(true)
            .setAllowWriteStall(true)) {
      db.compactRange(family(Table.DISCLOSURES), first, last, options);
    } finally {
      leave();
    }
  }

  /** The names of the table files in use. */
  Set<String> tableFiles() throws RocksDBException {
    enter();
    try {
      Set<String> names = new TreeSet<>();
      for (LiveFileMetaData file : db.getLiveFilesMetaData()) {
        names.add(file.fileName().substring(file.fileName().lastIndexOf('/') + 1));
      }
      return names;
    } finally {
      leave();
    }
  }

  /**
   * Waits for all who are inside: what they read from is let go of.
   *
   * @throws IllegalStateException if the caller is inside, or the database is closed
   */
  void awaitLeft() {
    if (gate.getReadHoldCount() > 0) {
      throw new IllegalStateException("store cannot be purged from within a visitor");
    }
    gate.writeLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("store " + folder + " is closed");
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  byte @Nullable [] head() {
    return get("the head", meta, HEAD);
  }

  byte @Nullable [] get(Table table, byte[] key) {
    return get(table.name(), family(table), key);
  }

  private byte @Nullable [] get(String what, ColumnFamilyHandle family, byte[] key) {
    enter();
    try {
      return db.get(family, reading, key);
    } catch (RocksDBException e) {
      throw failed("reading " + what + " of", e);
    } finally {
      leave();
    }
  }

  void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    scan(table, reading, fromKey, visitor);
  }

  void scanPrefix(Table table, byte[] prefix, RowVisitor visitor) {
    boolean filtered = table.isByHash() && prefix.length >= Table.HASH_BYTES;
    scan(table, filtered ? lookingUp : reading, prefix, visitor.within(prefix));
  }

  private void scan(Table table, ReadOptions options, byte[] fromKey, RowVisitor visitor) {
    enter();
    // An iterator sees the moment at which it was made, without a snapshot of its own.
    try (RocksIterator rows = db.newIterator(family(table), options)) {
      for (rows.seek(fromKey); rows.isValid(); rows.next()) {
        if (!visitor.visit(rows.key(), rows.value())) {
          return;
        }
      }
      rows.status(); // invalid means "at the end" or "failed"
    } catch (RocksDBException e) {
      throw failed("scanning " + table + " of", e);
    } finally {
      leave();
    }
  }

  /** Refuses a database whose layout is not this program's. */
  void requireLayout() {
    byte[] layout = get("the layout", meta, LAYOUT);
    if (layout == null) {
      throw StoreFolder.refused(folder, "a store", "a RocksDB database without its layout", null);
    }
    if (!Arrays.equals(layout, LAYOUT_3)) {
      throw StoreFolder.refused(
          folder, "layout '" + text(LAYOUT_3) + "'", "'" + text(layout) + "'", null);
    }
  }

  /**
   * Refuses a database that {@code files} hold with another manifest than the one that was sealed.
   */
  void requireSealedManifest(Path files) throws IOException {
    byte[] row = get("the manifest's seal", meta, SEAL);
    if (row == null) {
      if (head() != null) { // a store is sealed before its first commit
        throw StoreFolder.refused(folder, "a sealed manifest", "no seal", null);
      }
      return;
    }
    ManifestSeal seal = ManifestSeal.parse(row);
    String contradiction =
        seal == null ? "expected a seal, got other bytes" : seal.contradiction(files);
    if (contradiction != null) {
      throw new StoreException(
          "opening store " + folder + " failed: the manifest is damaged: " + contradiction);
    }
  }

  /**
   * Writes the layout into a database that has nothing in it yet; leaves any other one alone. It
   * goes into a table file at once, so that a store that was ever finished is known by having one.
   */
  void writeLayoutIfEmpty() throws RocksDBException {
    enter();
    try (NativeHandles mine = new NativeHandles();
        FlushOptions flush = new FlushOptions()) {
      if (isEmpty(meta) && tables.values().stream().allMatch(this::isEmpty)) {
        db.put(meta, Settings.syncedWrite(mine), LAYOUT, LAYOUT_3);
        db.flush(flush, meta);
      }
    } finally {
      leave();
    }
  }

  private boolean isEmpty(ColumnFamilyHandle family) {
    try (RocksIterator rows = db.newIterator(family, reading)) {
      rows.seekToFirst();
      if (rows.isValid()) {
        return false;
      }
      rows.status();
      return true;
    } catch (RocksDBException e) {
      throw failed("reading", e);
    }
  }

  /** What RocksDB refused to do: {@code act} names it, the folder follows. */
  StoreException failed(String act, RocksDBException cause) {
    return new StoreException(act + " store " + folder + " failed: " + cause.getMessage(), cause);
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    if (gate.getReadHoldCount() > 0) {
      throw new IllegalStateException("store cannot be closed from within a visitor");
    }
    gate.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        handles.close();
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** Foreign bytes as text: whatever is not printable ASCII becomes a dot. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
    return text.replaceAll("[^ -~]", ".");
  }
}
