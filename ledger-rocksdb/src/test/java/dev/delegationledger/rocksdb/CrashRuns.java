package dev.delegationledger.rocksdb;

/**
 * How much of the durability tests runs: a little in every build, all of it with {@code -Pcrash},
 * which sets the system properties.
 */
final class CrashRuns {
  private CrashRuns() {}

  /** How many times a process is killed, or its power fails. */
  static int kills(int inEveryBuild) {
    return Integer.getInteger("crash.kills", inEveryBuild);
  }

  /** How many moments of each such process are looked at. */
  static int moments(int inEveryBuild) {
    return Integer.getInteger("crash.moments", inEveryBuild);
  }

  /** Of how many calls one fails: 1 is every one. */
  static int everyCall(int inEveryBuild) {
    return Integer.getInteger("crash.every.call", inEveryBuild);
  }

  /** How many entries a ledger gets of which a file call fails. */
  static int appends(int inEveryBuild) {
    return Integer.getInteger("crash.appends", inEveryBuild);
  }

  /** Of how many bytes one is damaged: 1 is every one. */
  static int everyByte(int inEveryBuild) {
    return Integer.getInteger("crash.every.byte", inEveryBuild);
  }

  /** How many entries a ledger gets in its long life. */
  static int lifetime(int inEveryBuild) {
    return Integer.getInteger("crash.lifetime", inEveryBuild);
  }

  /** How often a ledger is opened and closed. */
  static int openings(int inEveryBuild) {
    return Integer.getInteger("crash.openings", inEveryBuild);
  }

  /** Says what a run did; the figures of docs/durability.md are such lines. */
  static void say(String line) {
    System.out.println("crash: " + line);
    System.out.flush();
  }
}
