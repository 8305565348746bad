package org.mmt4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds and runs the projects in consumer and consumer/forms, which use only our published
 * coordinates, with the artifacts in target/consumer-repository.
 */
@Tag("consumer")
@Execution(ExecutionMode.CONCURRENT)
final class ConsumerTest {

  private static final Path CONSUMER = Path.of("consumer");
  private static final Path FORMS = CONSUMER.resolve("forms");
  private static final Path REPOSITORY = Path.of("target", "consumer-repository");
  private static final String PLUGINS = "org.apache.maven.plugins:";
  private static final String DEPENDENCY_PLUGIN = PLUGINS + "maven-dependency-plugin:3.11.0:";
  private static final String ENFORCER_PLUGIN = PLUGINS + "maven-enforcer-plugin:3.7.0:";

  private static final Pattern ARTIFACT =
      Pattern.compile(
          "(?<artifact>[\\w.-]+:[\\w.-]+):jar:(?:(?<platform>[a-z]+-\\w+):)?(?<version>[\\w.-]+):\\w+$");

  private static final ImmutableSet<String> PLATFORMS =
      ImmutableSet.of(
          "", "linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64", "windows-x86_64");
  private static final ImmutableSet<String> BACKEND =
      ImmutableSet.of("org.nd4j:nd4j-native", "org.bytedeco:javacpp", "org.bytedeco:openblas");
  private static final ImmutableSet<String> VIDEO =
      ImmutableSet.of(
          "org.bytedeco:ffmpeg",
          "org.bytedeco:opencv",
          "org.bytedeco:leptonica",
          "org.bytedeco:tesseract");

  /**
   * Projects that are checked for unused and undeclared dependencies and for dependency
   * convergence.
   */
  private static final ImmutableList<String> CHECKED =
      ImmutableList.of(
          "first-search", "starter-alone", "backend-named", "library", "onednn", "video");

  @BeforeAll
  static void build() throws Exception {
    publishPlayer();
    Maven.run(
        FORMS,
        REPOSITORY,
        List.of(
            "clean",
            "compile",
            DEPENDENCY_PLUGIN + "build-classpath",
            "-Dmdep.outputFile=target/classpath",
            "-Dplatform=" + Loader.getPlatform(),
            "-Djavacpp.platform=" + Loader.getPlatform()));
    Maven.run(
        FORMS,
        REPOSITORY,
        List.of(
            "compile",
            DEPENDENCY_PLUGIN + "analyze-only",
            "-DfailOnWarning",
            "-DignoreNonCompile",
            ENFORCER_PLUGIN + "enforce",
            "-Denforcer.rules=dependencyConvergence",
            "-Dplatform=" + Loader.getPlatform(),
            "-Djavacpp.platform=" + Loader.getPlatform(),
            "-pl",
            ":" + String.join(",:", CHECKED)));
  }

  /** Publishes the library that the project newer-versions depends on. */
  private static void publishPlayer() throws IOException {
    Path folder = REPOSITORY.resolve(Path.of("org", "example", "player", "1"));
    Files.createDirectories(folder);
    Files.write(
        folder.resolve("player-1.pom"),
        Files.readAllBytes(FORMS.resolve(Path.of("newer-versions", "player-1.pom"))));
  }

  @Test
  void readmeExamplePrintsOnlyTheFoundVideo() throws Exception {
    requireValidClassPath(CONSUMER);
    assertEquals("found a-man-starts-a-motorbike\n", search(CONSUMER, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"starter-alone", "backend-named"})
  void alternativeDependenciesPrintOnlyTheFoundVideo(String form) throws Exception {
    requireValidClassPath(FORMS.resolve(form));
    assertFound(search(FORMS.resolve(form), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"newer-versions", "older-versions"})
  void differentVersionsOfSharedLibrariesPrintOnlyTheFoundVideo(String form) throws Exception {
    requireOneVersionEach(classPath(FORMS.resolve(form)));
    assertFound(search(FORMS.resolve(form), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"starter-alone", "video"})
  void startersIncludeNativesOfOneVersionForEachPlatform(String form) throws Exception {
    Path tree = Path.of("target", "tree-" + form).toAbsolutePath();
    Maven.run(
        FORMS.resolve(form),
        REPOSITORY,
        List.of(DEPENDENCY_PLUGIN + "tree", "-DoutputFile=" + tree, "-Dscope=runtime"));
    SetMultimap<String, String> versions = LinkedHashMultimap.create();
    SetMultimap<String, String> platforms = LinkedHashMultimap.create();
    for (String line : Files.readAllLines(tree, UTF_8)) {
      Matcher artifact = ARTIFACT.matcher(line);
      if (artifact.find()) {
        versions.put(artifact.group("artifact"), artifact.group("version"));
        platforms.put(artifact.group("artifact"), Strings.nullToEmpty(artifact.group("platform")));
      }
    }
    versions.asMap().forEach((name, found) -> assertEquals(1, found.size(), name + ": " + found));
    ImmutableSet<String> expected =
        form.equals("video")
            ? ImmutableSet.<String>builder().addAll(BACKEND).addAll(VIDEO).build()
            : BACKEND;
    for (String library : expected) {
      assertEquals(PLATFORMS, platforms.get(library), library);
    }
  }

  @Test
  void videoStarterIncludesAllExpertsWithoutModelFiles(@TempDir Path out) throws Exception {
    requireValidClassPath(FORMS.resolve("video"));
    String output =
        run(
            FORMS.resolve("video"),
            "org.example.FirstExtraction",
            Path.of("src", "test", "resources", "org", "mmt4j", "examples", "videos").toString(),
            out.toString());
    assertEquals("[appearance, audio, motion, ocr, speech]\n2 videos\n", output);
  }

  @Test
  void librariesOfVideosAreWrittenAndReadAgain(@TempDir Path folder) throws Exception {
    requireValidClassPath(FORMS.resolve("library"));
    String output = run(FORMS.resolve("library"), "org.example.FirstLibrary", folder.toString());
    assertEquals("2 videos\nlike red: blue\n", output);
  }

  @Test
  void reportsJavacppWithNativesOfADifferentVersion() throws Exception {
    String output = search(FORMS.resolve("mixed-natives"), 1);
    String error = "IllegalStateException: ND4J's backend: expected nd4j-native ";
    assertTrue(output.contains(error), output);
    assertTrue(output.contains("javacpp 1.5.14 with natives 1.5."), output);
    assertTrue(output.contains("Depend on org.mmt4j:mmt-cpu"), output);
  }

  @Test
  void reportsMissingBackend() throws Exception {
    String output = search(FORMS.resolve("no-backend"), 1);
    assertTrue(output.contains("found nd4j-native none with natives none"), output);
    assertTrue(output.contains("Depend on org.mmt4j:mmt-cpu"), output);
  }

  @Test
  void computesProductsWithOneDnnOnlyIfItIsOnTheClassPath() throws Exception {
    requireValidClassPath(FORMS.resolve("onednn"));
    String log = "-Dorg.slf4j.simpleLogger.log.org.mmt4j.graph.kernel=info";
    String with = run(List.of(log), FORMS.resolve("onednn"), "org.example.FirstSearch", "1");
    assertTrue(with.contains("products of matrices: onednn\n"), with);
    assertTrue(with.contains("found a-"), with);
    String without = run(List.of(log), CONSUMER, "org.example.FirstSearch", "1");
    assertTrue(without.contains("products of matrices: openblas\n"), without);
  }

  private static List<Path> classPath(Path project) throws IOException {
    String jars = Files.readString(project.resolve(Path.of("target", "classpath")), UTF_8);
    return Splitter.on(File.pathSeparatorChar)
        .trimResults()
        .splitToStream(jars)
        .map(Path::of)
        .toList();
  }

  /** Returns the output of the example on both streams. */
  private static String search(Path project, int steps) throws Exception {
    return run(project, "org.example.FirstSearch", Integer.toString(steps));
  }

  /** Returns the output of a main class on both streams. */
  private static String run(Path project, String mainClass, String... arguments) throws Exception {
    return run(List.of(), project, mainClass, arguments);
  }

  private static String run(
      List<String> jvmArguments, Path project, String mainClass, String... arguments)
      throws Exception {
    List<String> classPath = new ArrayList<>();
    classPath.add(project.resolve(Path.of("target", "classes")).toString());
    classPath(project).forEach(jar -> classPath.add(jar.toString()));
    List<String> command =
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .addAll(jvmArguments)
            .add("-cp", String.join(File.pathSeparator, classPath), mainClass)
            .add(arguments)
            .build();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.replace(System.lineSeparator(), "\n");
  }

  private static void assertFound(String output) {
    assertTrue(output.matches("found a-(man|woman)-(starts|washes)-a-(motorbike|car)\n"), output);
  }

  private static void requireValidClassPath(Path project) throws IOException {
    List<Path> jars = classPath(project);
    requireOneVersionEach(jars);
    requireUniqueClasses(jars);
  }

  /**
   * Checks that Java classes and natives of each artifact have one version. Jars are in folders
   * .../ARTIFACT/VERSION.
   */
  private static void requireOneVersionEach(List<Path> jars) {
    SetMultimap<Path, Path> versions = LinkedHashMultimap.create();
    jars.forEach(jar -> versions.put(jar.getParent().getParent(), jar.getParent().getFileName()));
    versions
        .asMap()
        .forEach((artifact, found) -> assertEquals(1, found.size(), artifact + ": " + found));
    assertTrue(jars.stream().anyMatch(jar -> jar.toString().contains(Loader.getPlatform())));
  }

  private static void requireUniqueClasses(List<Path> jars) throws IOException {
    SetMultimap<String, Path> owners = LinkedHashMultimap.create();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        file.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && !name.contains("module-info"))
            // nd4j's protobuf also contains three classes of Guava
            .filter(name -> !name.startsWith("com/google/thirdparty/publicsuffix/"))
            .forEach(name -> owners.put(name, jar));
      }
    }
    owners.asMap().forEach((name, found) -> assertEquals(1, found.size(), name + ": " + found));
  }
}
