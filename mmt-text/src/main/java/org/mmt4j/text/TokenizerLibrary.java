package org.mmt4j.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;

/**
 * Loads HuggingFace's native tokenizer library from the jar that DJL builds for four platforms.
 *
 * <p>On first use the library (15 MB) is unpacked to the directory of ND4J's native libraries:
 * {@code ~/.javacpp/cache}, or the directory in the system property {@code
 * org.bytedeco.javacpp.cachedir}. DJL's own loader is not used: it queries a cloud metadata server,
 * reports telemetry, searches for GPUs, and downloads a different build if it finds one.
 */
final class TokenizerLibrary {

  /** Directories in DJL's jar, by JavaCPP platform name. */
  private static final ImmutableMap<String, String> DIRECTORIES =
      ImmutableMap.of(
          "linux-x86_64", "linux-x86_64",
          "linux-arm64", "linux-aarch64",
          "macosx-arm64", "osx-aarch64",
          "windows-x86_64", "win-x86_64");

  /** Libraries that the tokenizer needs on Windows, in loading order. */
  private static final ImmutableList<String> WINDOWS_RUNTIME =
      ImmutableList.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

  private static boolean loaded;

  private TokenizerLibrary() {}

  /**
   * Loads the library on the first call and returns it.
   *
   * @throws IllegalStateException if this platform has no library, or the library cannot be
   *     unpacked or loaded
   */
  static synchronized TokenizersLibrary load() {
    if (!loaded) {
      String platform = Loader.getPlatform();
      if (platform.startsWith("windows")) {
        WINDOWS_RUNTIME.forEach(library -> load(platform, library));
      }
      load(platform, System.mapLibraryName("tokenizers"));
      loaded = true;
    }
    return TokenizersLibrary.LIB;
  }

  private static void load(String platform, String library) {
    String directory = DIRECTORIES.get(platform);
    URL packed =
        TokenizersLibrary.class.getResource("/native/lib/" + directory + "/cpu/" + library);
    if (packed == null) {
      throw new IllegalStateException(
          "native tokenizer library: not available for platform "
              + platform
              + ", expected one of "
              + DIRECTORIES.keySet());
    }
    try {
      File file = Loader.cacheResource(packed);
      if (file == null) {
        throw new IOException(
            "found no writable cache directory; set -Dorg.bytedeco.javacpp.cachedir=DIR");
      }
      System.load(file.getAbsolutePath());
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new IllegalStateException(
          "native tokenizer library for "
              + platform
              + ": cannot be unpacked or loaded: "
              + e.getMessage(),
          e);
    }
  }
}
