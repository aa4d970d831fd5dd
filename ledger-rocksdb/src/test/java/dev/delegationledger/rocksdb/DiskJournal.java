package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a process did to the files below a folder, call by call, as {@code disk.c} noted it; and so
 * what a disk would hold if the power had failed at any moment of it.
 *
 * <p>The model. A file has the bytes that it had when it was last synced, and of those written
 * since as many as the disk pleases, from the front. A folder has the names that it had when it was
 * last synced, and of what was done to them since as many steps as the disk pleases, in order. A
 * file that was synced but whose name was not is gone. What a file had when it was synced is never
 * written over; a journal that says so is refused.
 */
final class DiskJournal {
  private final Path root;
  private final Path shadow;
  private final Path file;
  private final int begun;

  private DiskJournal(Path root, Path shadow, Path file, int begun) {
    this.root = root;
    this.shadow = shadow;
    this.file = file;
    this.begun = begun;
  }

  /**
   * Begins a journal in {@code folder}, of what will be done below its folder {@link #root}.
   *
   * @param ledger a ledger whose files are all on stable storage and are copied to {@link #ledger},
   *     or null to begin without
   */
  static DiskJournal begin(Path folder, @Nullable Path ledger) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root")).toRealPath();
    Path shadow = Files.createDirectories(folder.resolve("shadow"));
    List<String> lines = new ArrayList<>();
    if (ledger != null) {
      Path target = root.resolve("ledger");
      Tree.copy(ledger, target);
      lines.addAll(List.of("M ledger", "D ."));
      for (Path copy : StoreFolder.list(target)) {
        String inode = Files.getAttribute(copy, "unix:ino").toString();
        Files.createLink(shadow.resolve(inode), copy);
        long size = Files.size(copy);
        lines.add("C " + inode + " ledger/" + copy.getFileName());
        lines.add("W " + inode + " 0 " + size);
        lines.add("S " + inode + " " + size);
      }
      lines.add("D ledger");
    }
    Path file = Files.write(folder.resolve("journal"), lines);
    return new DiskJournal(root, shadow, file, lines.size());
  }

  /** The folder whose files are looked at. */
  Path root() {
    return root;
  }

  /** The ledger's folder in it. */
  Path ledger() {
    return root.resolve("ledger");
  }

  Path shadow() {
    return shadow;
  }

  /** The journal itself; a line may be added by whoever writes it with one call, at its end. */
  Path file() {
    return file;
  }

  /** How many lines tell of what was there before. */
  int begun() {
    return begun;
  }

  /** Removes a line that a kill cut short, before another process goes on. */
  void endLine() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Files.readString(file, UTF_8).lastIndexOf('\n') + 1L);
    }
  }

  /** All lines; one that is just being written is left out. */
  List<String> lines() throws IOException {
    String text = Files.readString(file, UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /**
   * Builds in {@code target}, which is replaced, what a disk could hold if the power failed after
   * {@code lines}.
   */
  void afterPowerLoss(List<String> lines, Disk disk, Path target) throws IOException {
    Replay replay = new Replay();
    lines.forEach(replay::take);
    Map<String, String> names = replay.names("ledger", disk);
    Tree.delete(target);
    if (!replay.names(".", disk).containsKey("ledger")) {
      return;
    }
    Files.createDirectories(target);
    for (Map.Entry<String, String> name : names.entrySet()) {
      Inode inode = replay.inode(name.getValue());
      Path copy = target.resolve(name.getKey());
      Files.copy(shadow.resolve(name.getValue()), copy);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.truncate(disk.keeps(inode.synced, inode.written));
      }
    }
  }

  /** How much of what is not synced a disk keeps when the power fails. */
  interface Disk {
    /** Between {@code least}, which was synced, and {@code most}, all that was done. */
    long keeps(long least, long most);

    /** Only what it must. */
    static Disk forgetful() {
      return (least, most) -> least;
    }

    /** All: what a process leaves that is killed. */
    static Disk keepingAll() {
      return (least, most) -> most;
    }

    /** All, nothing or something in between: a third of the times each. */
    static Disk torn(Random random) {
      return (least, most) ->
          switch (random.nextInt(3)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + (long) (random.nextDouble() * (most - least + 1));
          };
    }
  }

  private static final class Inode {
    long synced;
    long written;
  }

  /** A folder: what was done to its names, and how much of that is on stable storage. */
  private static final class Folder {
    final List<List<String>> steps = new ArrayList<>();
    int synced;
  }

  private static final class Replay {
    private final Map<String, Inode> inodes = new HashMap<>();
    private final Map<String, Folder> folders = new HashMap<>();

    Inode inode(String number) {
      return inodes.computeIfAbsent(number, n -> new Inode());
    }

    private Folder folder(String path) {
      return folders.computeIfAbsent(path, p -> new Folder());
    }

    private void step(String path, String... step) {
      int slash = path.lastIndexOf('/');
      folder(slash < 0 ? "." : path.substring(0, slash)).steps.add(List.of(step));
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    void take(String line) {
      List<String> words = List.of(line.split(" ", -1));
      switch (words.get(0)) {
        case "C" -> step(words.get(2), "add", name(words.get(2)), words.get(1));
        case "M" -> step(words.get(1), "add", name(words.get(1)), "folder");
        case "U" -> step(words.get(1), "remove", name(words.get(1)));
        case "R" -> step(words.get(2), "rename", name(words.get(1)), name(words.get(2)));
        case "D" -> folder(words.get(1)).synced = folder(words.get(1)).steps.size();
        case "W" -> {
          Inode inode = inode(words.get(1));
          if (Long.parseLong(words.get(2)) < inode.written) {
            throw new AssertionError("not modelled: written over: " + line);
          }
          inode.written = Long.parseLong(words.get(3));
        }
        case "S" -> {
          Inode inode = inode(words.get(1));
          inode.synced = Math.max(inode.synced, Long.parseLong(words.get(2)));
        }
        case "T" -> {
          if (Long.parseLong(words.get(2)) != inode(words.get(1)).written) {
            throw new AssertionError("not modelled: truncated: " + line);
          }
        }
        case "A", "B" -> {} // the appending process's own
        default -> throw new AssertionError("not modelled: " + line);
      }
    }

    /** The names in a folder, and the inode of each. */
    Map<String, String> names(String path, Disk disk) {
      Folder folder = folder(path);
      int steps = (int) disk.keeps(folder.synced, folder.steps.size());
      Map<String, String> names = new TreeMap<>();
      for (List<String> step : folder.steps.subList(0, steps)) {
        String name = step.get(1);
        switch (step.get(0)) {
          case "add" -> names.put(name, step.get(2));
          case "remove" -> names.remove(name);
          default -> names.put(step.get(2), String.valueOf(names.remove(name)));
        }
      }
      return names;
    }
  }
}
