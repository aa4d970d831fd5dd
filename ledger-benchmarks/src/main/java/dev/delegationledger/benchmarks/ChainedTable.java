package dev.delegationledger.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a team would build instead: a table of PostgreSQL whose rows a trigger chains by their
 * hashes, each row committed by itself and synced. It checks no signature and no rule. Connections
 * are for one thread each.
 */
final class ChainedTable implements AutoCloseable {
  /** So many that each writer has one, and a few for the rest. */
  private static final String CONNECTIONS = "80";

  /*
   * Whoever inserts holds the newest hash until its row is durable: without that two rows would
   * follow the same one.
   */
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE newest (only_row boolean PRIMARY KEY CHECK (only_row),"
              + " size bigint NOT NULL, leaf bytea NOT NULL)",
          "INSERT INTO newest VALUES (true, 0, decode(repeat('00', 32), 'hex'))",
          "CREATE TABLE records (index bigint PRIMARY KEY, entry text NOT NULL,"
              + " hash bytea NOT NULL UNIQUE, previous bytea NOT NULL, leaf bytea NOT NULL)",
          "CREATE FUNCTION chain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " SELECT size, leaf INTO new.index, new.previous FROM newest FOR UPDATE;"
              + " new.hash := sha256(convert_to(new.entry, 'UTF8'));"
              + " new.leaf := sha256(new.previous || new.hash);"
              + " UPDATE newest SET size = size + 1, leaf = new.leaf;"
              + " RETURN new; END $$",
          "CREATE TRIGGER chained BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION chain()");

  private final EmbeddedPostgres server;
  private final List<Connection> connections = new ArrayList<>();
  private final List<PreparedStatement> inserts = new ArrayList<>();

  private ChainedTable(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server of its own, which keeps its data in {@code dir}. */
  static ChainedTable in(Path dir, int writers) throws IOException, SQLException {
    ChainedTable table =
        new ChainedTable(
            EmbeddedPostgres.builder()
                .setDataDirectory(dir)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", CONNECTIONS)
                .start());
    try {
      table.open(writers);
      return table;
    } catch (SQLException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private void open(int writers) throws SQLException {
    for (int i = 0; i < writers; i++) {
      Connection connection = server.getPostgresDatabase().getConnection();
      connections.add(connection);
      if (i == 0) {
        try (Statement statement = connection.createStatement()) {
          for (String part : SCHEMA) {
            statement.execute(part);
          }
        }
      }
      inserts.add(connection.prepareStatement("INSERT INTO records (entry) VALUES (?)"));
    }
    requireSetting("fsync");
    requireSetting("synchronous_commit");
  }

  private void requireSetting(String name) throws SQLException {
    String value = one("SHOW " + name);
    if (!value.equals("on")) {
      throw new IllegalStateException("start PostgreSQL: expected " + name + " on, got " + value);
    }
  }

  /** Inserts one entry in a transaction of its own, over the connection of this writer. */
  void insert(int writer, String entry) throws SQLException {
    PreparedStatement insert = inserts.get(writer);
    insert.setString(1, entry);
    if (insert.executeUpdate() != 1) {
      throw new IllegalStateException("insert: expected one row");
    }
  }

  /**
   * @throws IllegalStateException unless it has so many rows, each with the hash of the one before
   */
  void requireChained(long rows) throws SQLException {
    String found =
        one(
            "SELECT count(*) FROM (SELECT previous = lag(leaf, 1, decode(repeat('00', 32), 'hex'))"
                + " OVER (ORDER BY index) AS linked FROM records) AS links WHERE linked");
    if (!found.equals(Long.toString(rows))) {
      throw new IllegalStateException("count rows: expected " + rows + " chained, got " + found);
    }
  }

  private String one(String query) throws SQLException {
    try (Statement statement = connections.get(0).createStatement();
        ResultSet result = statement.executeQuery(query)) {
      if (!result.next()) {
        throw new IllegalStateException("ask PostgreSQL: expected a row: " + query);
      }
      return result.getString(1);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    server.close();
  }
}
