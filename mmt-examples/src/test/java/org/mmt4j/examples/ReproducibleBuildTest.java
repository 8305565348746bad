package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reproducible")
final class ReproducibleBuildTest {

  private static final Path ROOT = Path.of("..");

  /** All published modules. */
  private static final ImmutableSet<String> MODULES =
      ImmutableSet.of(
          "mmt-cpu",
          "mmt-video-cpu",
          "mmt-graph",
          "mmt-core",
          "mmt-text",
          "mmt-features",
          "mmt-extract",
          "mmt-train");

  private static final ImmutableSet<String> NOT_COPIED = ImmutableSet.of("target", ".git");

  @TempDir Path otherFolder;

  @Test
  void secondBuildInADifferentFolderHasTheSameBytes() throws Exception {
    copy(ROOT, otherFolder);
    Maven.run(
        otherFolder,
        Maven.repository(),
        List.of("package", "-DskipTests", "-pl", String.join(",", MODULES), "-am"));

    ImmutableSortedMap<String, String> first = published(ROOT);
    assertTrue(first.size() >= 2 * MODULES.size(), first.toString());
    assertEquals(first, published(otherFolder));
  }

  /** Returns the hashes of published jars and POMs by file name. */
  private static ImmutableSortedMap<String, String> published(Path root) throws IOException {
    ImmutableSortedMap.Builder<String, String> hashes = ImmutableSortedMap.naturalOrder();
    for (String module : MODULES) {
      Path target = root.resolve(module).resolve("target");
      try (Stream<Path> files = Files.list(target)) {
        for (Path file : files.filter(ReproducibleBuildTest::isPublished).toList()) {
          hashes.put(
              module + "/" + file.getFileName(),
              Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString());
        }
      }
    }
    return hashes.build();
  }

  private static boolean isPublished(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jar") || name.equals(".flattened-pom.xml");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_COPIED.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
