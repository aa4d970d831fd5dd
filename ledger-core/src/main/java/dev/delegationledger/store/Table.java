package dev.delegationledger.store;

/**
 * The tables of a store. The set is closed, and the names are part of the layout on disk: renaming,
 * adding or removing one needs a new layout version in every store.
 */
public enum Table {
  /** The log's records. */
  RECORDS,
  /** Nodes of the log's tree. */
  NODES,
  /** Facts by the record they are about. */
  STATUS,
  /** Nodes of the status tree that differ from the default. */
  STATUS_NODES,
  /** Index: statement hash to record. */
  BY_HASH,
  /** Index: token id to records. */
  BY_JTI,
  /** Index: key to records. */
  BY_KEY,
  /** Index: principal to records. */
  BY_PRINCIPAL,
  /** Index: statement hash to the records that refer to it. */
  BY_REFERENCE,
  /** Records in the order of the seconds from which nothing rests on them any more. */
  BY_END,
  /** Totals by the record of the limit they are charged to. */
  CHARGES,
  /** Disclosures: the only table whose rows may have to be erased. */
  DISCLOSURES;

  /** How many bytes of a hash a key {@linkplain #isByHash may} begin with. */
  public static final int HASH_BYTES = 32;

  /** Whether each key begins with a hash of what is looked up, which most often is not there. */
  public boolean isByHash() {
    return switch (this) {
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE -> true;
      case RECORDS, NODES, STATUS, STATUS_NODES, BY_END, CHARGES, DISCLOSURES -> false;
    };
  }
}
