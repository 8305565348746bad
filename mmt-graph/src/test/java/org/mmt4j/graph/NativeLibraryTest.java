package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {

  private static final List<NativeLibrary> JAVACPP = List.of(NativeLibrary.JAVACPP);

  @TempDir Path folder;
  private final List<URL> classPath = new ArrayList<>();
  private final Properties expected = new Properties();

  @BeforeEach
  void readExpectedVersions() throws IOException {
    expected.load(NativeLibrary.class.getResourceAsStream("natives.properties"));
  }

  @Test
  void backendAndVideoLibrariesOfThisBuildHaveTheExpectedVersions() {
    assertEquals(
        "nd4j-native %1$s with natives %1$s".formatted(expected.getProperty("nd4j-native")),
        found(NativeLibrary.ND4J));
    assertEquals(
        "javacpp %1$s with natives %1$s".formatted(expected.getProperty("javacpp")),
        found(NativeLibrary.JAVACPP));
    assertEquals(
        "openblas %1$s with natives %1$s".formatted(expected.getProperty("openblas")),
        found(NativeLibrary.OPENBLAS));
    Backend.require();
  }

  /** Returns the versions found, as the message states them. */
  private static String found(NativeLibrary library) {
    String message =
        NativeLibrary.problem(
                "X",
                "y",
                List.of(library),
                () -> {
                  throw new UnsatisfiedLinkError("none");
                })
            .orElseThrow();
    return message.substring(
        message.indexOf("; found ") + "; found ".length(), message.indexOf(" (java.lang"));
  }

  @Test
  void reportsAndDoesNotLoadNativesOfADifferentVersion() throws IOException {
    jar("classes", "1.5.13", "org/bytedeco/javacpp/Loader.class");
    jar("natives", "1.5.7", nativeOf("jnijavacpp"));

    assertEquals(
        Optional.of(
            "ND4J's backend: expected javacpp %s, each with natives of the same version for %s;"
                    .formatted(expected.getProperty("javacpp"), Loader.getPlatform())
                + " found javacpp 1.5.13 with natives 1.5.7. Depend on org.mmt4j:mmt-cpu, import"
                + " org.mmt4j:mmt-bom, and declare no other versions of these artifacts."),
        problem(
            () -> {
              throw new AssertionError("loaded libraries whose versions differ");
            }));
  }

  @Test
  void loadsClassesAndNativesOfTheSameVersion() throws IOException {
    jar("classes", "1.5.14", "org/bytedeco/javacpp/Loader.class");
    jar("natives", "1.5.14", nativeOf("jnijavacpp"));
    boolean[] loaded = {false};

    assertEquals(Optional.empty(), problem(() -> loaded[0] = true));
    assertEquals(true, loaded[0]);
  }

  @Test
  void reportsMissingNativesWithTheLoadError() throws IOException {
    jar("classes", "1.5.13", "org/bytedeco/javacpp/Loader.class");

    String message =
        problem(
                () -> {
                  throw new ExceptionInInitializerError(
                      new UnsatisfiedLinkError("no jnijavacpp in java.library.path"));
                })
            .orElseThrow();
    assertEquals(
        "found javacpp 1.5.13 with natives none (java.lang.UnsatisfiedLinkError: no jnijavacpp in"
            + " java.library.path).",
        message.substring(message.indexOf("found "), message.indexOf(" Depend on")));
  }

  @Test
  void loadsARepackagedLibraryOfUnknownVersion() throws IOException {
    Path all = folder.resolve("application");
    write(all.resolve("org/bytedeco/javacpp/Loader.class"), "");
    write(all.resolve(nativeOf("jnijavacpp")), "");
    classPath.add(all.toUri().toURL());

    assertEquals(Optional.empty(), problem(() -> {}));
  }

  @Test
  void loadsClassesOfUnknownVersionWithNativesOfKnownVersion() throws IOException {
    Path application = folder.resolve("application");
    write(application.resolve("org/bytedeco/javacpp/Loader.class"), "");
    classPath.add(application.toUri().toURL());
    jar("natives", "1.5.13", nativeOf("jnijavacpp"));

    assertEquals(Optional.empty(), problem(() -> {}));
  }

  private Optional<String> problem(Runnable load) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new), null)) {
      return NativeLibrary.problem("ND4J's backend", "mmt-cpu", JAVACPP, load, loader);
    }
  }

  private void jar(String name, String version, String content) throws IOException {
    Path jar = folder.resolve(name);
    write(jar.resolve(content), "");
    write(jar.resolve("META-INF/maven/org.bytedeco/javacpp/pom.properties"), "version=" + version);
    classPath.add(jar.toUri().toURL());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String nativeOf(String library) {
    return "org/bytedeco/javacpp/%s/%s"
        .formatted(Loader.getPlatform(), System.mapLibraryName(library));
  }
}
