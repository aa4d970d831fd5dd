package dev.delegationledger.tiles;

import dev.delegationledger.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a folder as a web server serves them: all but the hidden ones. */
final class Tree {
  private Tree() {}

  /** Each file's content, by its path below the folder. */
  static SortedMap<String, Bytes> of(Path folder) throws IOException {
    SortedMap<String, Bytes> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          files.put(folder.relativize(file).toString(), Bytes.of(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  /** Writes these files, and no others, into a new folder. */
  static Path write(Map<String, Bytes> files, Path folder) throws IOException {
    Files.createDirectory(folder);
    for (Map.Entry<String, Bytes> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().toArray());
    }
    return folder;
  }
}
