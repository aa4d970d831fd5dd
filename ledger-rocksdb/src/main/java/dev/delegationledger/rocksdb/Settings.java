package dev.delegationledger.rocksdb;

import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DbPath;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's settings. Each that the promises depend on is set here explicitly, even where it is a
 * default.
 */
final class Settings {
  private static final long MIB = 1024 * 1024;
  private static final long BLOCK_CACHE = 64 * MIB;
  private static final long WRITE_BUFFER = 8 * MIB; // per column family
  private static final long ALL_WRITE_BUFFERS = 32 * MIB;

  /** Also bounds what a reader copies, and what a restart replays. */
  private static final long MAX_WAL = 64 * MIB;

  /** Readers copy this, and it is hashed after each flush. */
  private static final long MAX_MANIFEST = 4 * MIB;

  private static final long MAX_INFO_LOG = MIB;
  private static final int INFO_LOGS = 4;
  private static final int BLOOM_BITS_PER_KEY = 10;

  /** Verify, on recovery, that no log file is missing, cut or swapped. They have no setter. */
  private static final List<String> TRACKING =
      List.of("track_and_verify_wals", "track_and_verify_wals_in_manifest");

  private Settings() {}

  /** What writers and readers have in common. */
  static DBOptions database(NativeHandles handles) {
    return common(handles.add(tracking(TRACKING)));
  }

  /**
   * The same without the tracking of logs, which refuses a database that has none yet. Only for
   * going on with a creation that was interrupted before the first log, never with data.
   */
  static DBOptions databaseWithoutLogs(NativeHandles handles) {
    return common(handles.add(new DBOptions()));
  }

  private static DBOptions common(DBOptions options) {
    /*
     * The default recovery mode ends at the first damaged record of the log and drops the rest in silence. This one
     * accepts nothing but an incomplete record at the very end, which is what an interrupted write leaves.
     */
    options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
    options.setParanoidChecks(true);
    // A recycled log file has old records behind its end, where damage could not be told from the
    // end.
    options.setRecycleLogFileNum(0);
    // Without it the column families of one commit could be flushed apart from each other.
    options.setAtomicFlush(true);
    options.setManualWalFlush(false);
    options.setUnorderedWrite(false);
    options.setAllowMmapReads(false);
    options.setAllowMmapWrites(false);
    // All table files are opened, and so looked at, on open; an open one outlives its deletion by
    // the writer.
    options.setMaxOpenFiles(-1);
    return options;
  }

  /** Adds what only a writer needs. */
  static void forWriting(DBOptions options, boolean create) {
    options.setCreateIfMissing(create);
    options.setCreateMissingColumnFamilies(create);
    options.setDbWriteBufferSize(ALL_WRITE_BUFFERS);
    options.setMaxTotalWalSize(MAX_WAL);
    options.setMaxManifestFileSize(MAX_MANIFEST);
    options.setMaxBackgroundJobs(2);
    options.setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
    options.setMaxLogFileSize(MAX_INFO_LOG);
    options.setKeepLogFileNum(INFO_LOGS);
  }

  /**
   * Adds what a reader needs, which has {@code view} for its own and finds the table files in
   * {@code folder}.
   */
  static void forReading(DBOptions options, Path view, Path folder) {
    options.setCreateIfMissing(false);
    options.setDbPaths(List.of(new DbPath(folder, 0)));
    options.setWalDir(view.toString());
    options.setDbLogDir(view.toString());
    options.setInfoLogLevel(InfoLogLevel.FATAL_LEVEL);
  }

  /**
   * How table files are made of blocks; all column families share one cache of them. Filters and
   * indexes are partitioned: as one block for each file they had megabytes, more than a part of the
   * cache takes, and were read anew for every look-up.
   */
  static BlockBasedTableConfig blocks(NativeHandles handles) {
    Cache cache = handles.add(new LRUCache(BLOCK_CACHE));
    BloomFilter bloom = handles.add(new BloomFilter(BLOOM_BITS_PER_KEY));
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setFilterPolicy(bloom)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setPinTopLevelIndexAndFilter(true)
        .setCacheIndexAndFilterBlocks(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  /** A column family whose keys are ordered as unsigned bytes, the default. */
  static ColumnFamilyOptions columnFamily(NativeHandles handles, BlockBasedTableConfig blocks) {
    return handles
        .add(new ColumnFamilyOptions())
        .setTableFormatConfig(blocks)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(WRITE_BUFFER)
        .setForceConsistencyChecks(true);
  }

  /**
   * The same for an index. What is looked up is most often not there, an entry's hash or a jti that
   * is new; filters over what keys begin with answer that without reading a block of each level.
   */
  static ColumnFamilyOptions indexFamily(NativeHandles handles, BlockBasedTableConfig blocks) {
    ColumnFamilyOptions options = columnFamily(handles, blocks);
    options.useFixedLengthPrefixExtractor(Table.HASH_BYTES);
    return options;
  }

  /** Synced through the log: a write that returns is on stable storage. */
  static WriteOptions syncedWrite(NativeHandles handles) {
    return handles.add(new WriteOptions()).setSync(true).setDisableWAL(false);
  }

  /** Reads that compare the checksum of each block read from a file, in the order of the keys. */
  static ReadOptions verifiedRead(NativeHandles handles) {
    return handles.add(new ReadOptions()).setVerifyChecksums(true).setTotalOrderSeek(true);
  }

  /** The same, of the rows of an index that begin with what is sought, and no others. */
  static ReadOptions verifiedLookUp(NativeHandles handles) {
    return handles.add(new ReadOptions()).setVerifyChecksums(true).setPrefixSameAsStart(true);
  }

  /**
   * Options with the named switches on; refuses to go on without them if RocksDB does not know one.
   */
  static DBOptions tracking(List<String> names) {
    Properties switches = new Properties();
    names.forEach(name -> switches.setProperty(name, "true"));
    DBOptions options = DBOptions.getDBOptionsFromProps(switches);
    if (options == null) {
      throw new StoreException(
          "setting up RocksDB failed: expected it to know " + names + ", got a refusal");
    }
    return options;
  }
}
