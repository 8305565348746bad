package org.mmt4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.ExpertFeatures;
import org.mmt4j.VideoFeatures;

/** The Java example of the README, compiled and run as it stands there. */
final class ReadmeExampleTest {

  private static final int VIDEOS = 32;
  private static final int LONGEST = 20;

  @TempDir Path directory;

  @Test
  void theExampleCompilesTrainsAndFindsVideos() throws Exception {
    String example = examples().get(0);
    assertTrue(example.lines().count() <= LONGEST, "lines of the example");
    compile(example);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Method find =
          loader.loadClass("Example").getMethod("find", List.class, List.class, int.class);
      List<CaptionedVideo> pairs = pairs();
      Object hits = find.invoke(null, pairs, pairs.stream().map(CaptionedVideo::video).toList(), 1);
      assertEquals(10, ((List<?>) hits).size());
    }
  }

  @Test
  void everyOtherExampleCompiles() throws Exception {
    List<String> others = examples().subList(1, examples().size());
    assertEquals(3, others.size());
    for (String example : others) {
      compile(example);
    }
  }

  private static List<String> examples() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"), UTF_8);
    List<String> examples =
        Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
            .matcher(readme)
            .results()
            .map(block -> block.group(1))
            .toList();
    assertFalse(examples.isEmpty(), "a Java example in the README");
    return examples;
  }

  private void compile(String example) throws Exception {
    Path source = directory.resolve("Example.java");
    Files.writeString(
        source,
        """
        import java.io.*;
        import java.nio.file.*;
        import java.util.*;
        import org.mmt4j.*;
        import org.mmt4j.features.extract.*;
        import org.mmt4j.features.extract.ffmpeg.*;
        import org.mmt4j.text.*;
        import org.mmt4j.train.*;
        import org.mmt4j.train.listener.*;
        import org.mmt4j.train.report.*;
        import org.mmt4j.video.*;
        import org.nd4j.linalg.api.buffer.DataType;

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

  private static List<CaptionedVideo> pairs() {
    SplittableRandom random = new SplittableRandom(1);
    List<CaptionedVideo> pairs = new ArrayList<>();
    for (int i = 0; i < VIDEOS; i++) {
      VideoFeatures video =
          VideoFeatures.of(
              "video" + i, Map.of("rgb", features(random, 2048), "vggish", features(random, 128)));
      pairs.add(new CaptionedVideo(video, ImmutableList.of("a man starts motorbike " + i)));
    }
    return pairs;
  }

  private static ExpertFeatures features(SplittableRandom random, int dimension) {
    float[][] rows = new float[2][dimension];
    for (float[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        row[i] = (float) random.nextDouble();
      }
    }
    return ExpertFeatures.of(rows, new double[] {0.5, 1.5});
  }
}
