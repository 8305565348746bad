package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * A library whose Java classes are in one artifact and whose natives are in another, with a
 * classifier for each platform. The two must have the same version: natives of a different version
 * lack functions that the classes call.
 */
public enum NativeLibrary {
  ND4J(
      "org.nd4j",
      "nd4j-native",
      "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class",
      "org/nd4j/linalg/cpu/nativecpu/bindings",
      "jnind4jcpu"),
  JAVACPP("javacpp", "Loader", "jnijavacpp"),
  OPENBLAS("openblas", "global/openblas", "jniopenblas"),
  FFMPEG("ffmpeg", "global/avutil", "jniavutil"),
  OPENCV("opencv", "global/opencv_core", "jniopencv_core"),
  LEPTONICA("leptonica", "global/leptonica", "jnileptonica"),
  TESSERACT("tesseract", "global/tesseract", "jnitesseract");

  /** Instruction set extensions; natives for each are in a folder with this suffix. */
  private static final ImmutableList<String> EXTENSIONS = ImmutableList.of("", "-avx2", "-avx512");

  private static final String NOT_FOUND = "none";

  /** The version of a jar that was repackaged without Maven's metadata. */
  private static final String UNKNOWN = "of unknown version";

  private static final Properties EXPECTED = expected();

  private final String group;
  private final String artifact;
  private final String javaClass;
  private final String folder;
  private final String library;

  NativeLibrary(String artifact, String javaClass, String library) {
    this(
        "org.bytedeco",
        artifact,
        "org/bytedeco/%s/%s.class".formatted(artifact, javaClass),
        "org/bytedeco/" + artifact,
        library);
  }

  NativeLibrary(String group, String artifact, String javaClass, String folder, String library) {
    this.group = group;
    this.artifact = artifact;
    this.javaClass = javaClass;
    this.folder = folder;
    this.library = library;
  }

  /**
   * Loads libraries if their versions on the class path match.
   *
   * @param name what the libraries form together, for the message
   * @param starter the artifact of this project that depends on them
   * @param load loads the libraries
   * @return why the libraries cannot be used: versions found and expected, and what to do; empty if
   *     they can be used
   */
  public static Optional<String> problem(
      String name, String starter, List<NativeLibrary> libraries, Runnable load) {
    return problem(name, starter, libraries, load, NativeLibrary.class.getClassLoader());
  }

  static Optional<String> problem(
      String name,
      String starter,
      List<NativeLibrary> libraries,
      Runnable load,
      ClassLoader classPath) {
    if (libraries.stream().anyMatch(library -> library.isMixed(classPath))) {
      return Optional.of(message(name, starter, libraries, classPath, ""));
    }
    try {
      load.run();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(message(name, starter, libraries, classPath, " (" + rootOf(e) + ")"));
    }
  }

  private static String message(
      String name,
      String starter,
      List<NativeLibrary> libraries,
      ClassLoader classPath,
      String cause) {
    return "%s: expected %s, each with natives of the same version for %s; found %s%s. Depend on org.mmt4j:%s, import org.mmt4j:mmt-bom, and declare no other versions of these artifacts."
        .formatted(
            name,
            list(
                libraries.stream()
                    .map(library -> library.artifact + " " + library.expectedVersion())),
            Loader.getPlatform(),
            list(libraries.stream().map(library -> library.found(classPath))),
            cause,
            starter);
  }

  private static String list(Stream<String> parts) {
    return parts.collect(Collectors.joining(", "));
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private String expectedVersion() {
    return EXPECTED.getProperty(artifact);
  }

  private String found(ClassLoader classPath) {
    return "%s %s with natives %s"
        .formatted(
            artifact,
            javaVersion(classPath).orElse(NOT_FOUND),
            nativeVersion(classPath).orElse(NOT_FOUND));
  }

  /**
   * Whether both versions are known and differ. If one is unknown, loading shows whether they fit.
   */
  private boolean isMixed(ClassLoader classPath) {
    return Stream.of(javaVersion(classPath), nativeVersion(classPath))
            .flatMap(Optional::stream)
            .filter(version -> !version.equals(UNKNOWN))
            .distinct()
            .count()
        > 1;
  }

  private Optional<String> javaVersion(ClassLoader classPath) {
    return version(classPath, javaClass);
  }

  private Optional<String> nativeVersion(ClassLoader classPath) {
    String file = System.mapLibraryName(library);
    return EXTENSIONS.stream()
        .map(extension -> folder + "/" + Loader.getPlatform() + extension + "/" + file)
        .flatMap(resource -> version(classPath, resource).stream())
        .findFirst();
  }

  /**
   * Returns the version of the artifact that contains a resource, as Maven wrote it into the jar.
   */
  private Optional<String> version(ClassLoader classPath, String resource) {
    URL url = classPath.getResource(resource);
    if (url == null) {
      return Optional.empty();
    }
    String root = url.toString().substring(0, url.toString().length() - resource.length());
    String file = "%sMETA-INF/maven/%s/%s/pom.properties".formatted(root, group, artifact);
    try (InputStream in = URI.create(file).toURL().openStream()) {
      return Optional.of(read(in).getProperty("version", UNKNOWN));
    } catch (IOException e) {
      return Optional.of(UNKNOWN);
    }
  }

  private static Properties expected() {
    try (InputStream in =
        Resources.getResource(NativeLibrary.class, "natives.properties").openStream()) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties read(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    return properties;
  }
}
