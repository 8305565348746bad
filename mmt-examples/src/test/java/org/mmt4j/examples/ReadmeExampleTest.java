package org.mmt4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the examples in the README and in docs. The first example of the README is that of the
 * consumer, which {@link ConsumerTest} runs.
 */
final class ReadmeExampleTest {

  private static final int MAX_LINES = 20;
  private static final Path README = Path.of("..", "README.md");
  private static final Path DOCUMENTS = Path.of("..", "docs");
  private static final ImmutableSet<String> WITH_EXAMPLES =
      ImmutableSet.of("getting-started.md", "training.md", "own-videos.md", "search.md");
  private static final Path CONSUMER = Path.of("consumer");
  private static final Path MAIN_CLASS =
      CONSUMER.resolve(Path.of("src", "main", "java", "org", "example", "FirstSearch.java"));

  @TempDir Path directory;

  @Test
  void firstExampleIsTheConsumersExample() throws IOException {
    String example = blocks(README, "java").get(0);
    assertTrue(example.lines().count() <= MAX_LINES, "lines of the example");
    assertContains(Files.readString(MAIN_CLASS, UTF_8), example);
  }

  @Test
  void dependenciesAreTheConsumersDependencies() throws IOException {
    String dependencies = blocks(README, "xml").get(0);
    assertContains(Files.readString(CONSUMER.resolve("pom.xml"), UTF_8), dependencies);
  }

  /** Checks that a file contains a block, indented by one level. */
  private static void assertContains(String file, String block) {
    String indented = block.stripTrailing().replaceAll("(?m)^(?=.)", "  ");
    assertTrue(file.contains(indented), () -> file + "\nexpected to contain\n" + indented);
  }

  static Set<String> documentsWithExamples() {
    return WITH_EXAMPLES;
  }

  @ParameterizedTest
  @MethodSource("documentsWithExamples")
  void examplesInDocsCompile(String document) throws IOException {
    List<String> examples = blocks(DOCUMENTS.resolve(document), "java");
    assertFalse(examples.isEmpty(), document);
    for (String example : examples) {
      compile(example);
    }
  }

  @Test
  void otherDocumentsHaveNoExamples() throws IOException {
    try (Stream<Path> documents = Files.list(DOCUMENTS)) {
      for (Path document : documents.toList()) {
        boolean compiled = WITH_EXAMPLES.contains(document.getFileName().toString());
        assertEquals(!compiled, blocks(document, "java").isEmpty(), document.toString());
      }
    }
  }

  private static List<String> blocks(Path document, String language) throws IOException {
    String readme = Files.readString(document, UTF_8);
    return Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private void compile(String example) throws IOException {
    Path source = directory.resolve("Example.java");
    Files.writeString(
        source,
        """
        import java.io.*;
        import java.nio.file.*;
        import java.util.*;
        import org.mmt4j.*;
        import org.mmt4j.config.*;
        import org.mmt4j.data.*;
        import org.mmt4j.graph.device.Device;
        import org.mmt4j.graph.device.Precision;
        import org.mmt4j.extract.*;
        import org.mmt4j.extract.ffmpeg.*;
        import org.mmt4j.extract.visiontext.*;
        import org.mmt4j.extract.zeroshot.*;
        import org.mmt4j.features.*;
        import org.mmt4j.io.*;
        import org.mmt4j.loss.*;
        import org.mmt4j.search.*;
        import org.mmt4j.similarity.*;
        import org.mmt4j.text.*;
        import org.mmt4j.train.*;
        import org.mmt4j.train.evaluation.*;
        import org.mmt4j.train.listener.*;
        import org.mmt4j.train.report.*;
        import org.mmt4j.video.*;
        import org.nd4j.linalg.api.buffer.DataType;
        import org.nd4j.linalg.api.ndarray.INDArray;

        public class Example {
          public %s
        }
        """
            .formatted(example.strip()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  problems,
                  files,
                  null,
                  List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertTrue(compiled, problems.toString());
    }
  }
}
