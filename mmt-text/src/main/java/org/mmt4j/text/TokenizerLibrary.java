package org.mmt4j.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the native tokenizer library: HuggingFace's, from the jar that DJL builds for four
 * platforms.
 *
 * <p>On first use the library (15 MB) is unpacked to where ND4J's own native libraries go: {@code
 * ~/.javacpp/cache}, or the directory that the system property {@code
 * org.bytedeco.javacpp.cachedir} names. DJL's way of loading it is not used: it asks a metadata
 * server of the cloud, reports to telemetry, searches for GPUs, and with one found it downloads
 * another build.
 */
final class TokenizerLibrary {

  /** Directories in DJL's jar by JavaCPP's names of platforms. */
  private static final ImmutableMap<String, String> DIRECTORIES =
      ImmutableMap.of(
          "linux-x86_64", "linux-x86_64",
          "linux-arm64", "linux-aarch64",
          "macosx-arm64", "osx-aarch64",
          "windows-x86_64", "win-x86_64");

  /** What the library needs on Windows, in the order of loading. */
  private static final ImmutableList<String> WINDOWS_RUNTIME =
      ImmutableList.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

  private static boolean loaded;

  private TokenizerLibrary() {}

  /**
   * The library, loaded.
   *
   * @throws IllegalStateException if there is none for this platform, or it cannot be unpacked or
   *     loaded
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
          "native tokenizer library: found none for "
              + platform
              + ", expected one of "
              + DIRECTORIES.keySet());
    }
    try {
      File file = Loader.cacheResource(packed);
      if (file == null) {
        throw new IOException("no cache directory can be written");
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
