package org.mmt4j.extract.words;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Map;
import org.vosk.LibVosk;
import org.vosk.LogLevel;

/**
 * The functions of Vosk's C interface, {@code vosk_api.h}. Vosk's own Java class loads the library
 * with its symbols visible to all others. Among them are those of an OpenBLAS, which on Linux
 * replaced some of ND4J's: memory came from one and was returned to the other. Here the symbols
 * stay its own.
 */
final class VoskLibrary {

  /** Not {@code RTLD_GLOBAL}. */
  private static final int RTLD_LAZY = 1;

  private VoskLibrary() {}

  static {
    if (Platform.isLinux()) {
      Native.register(
          VoskLibrary.class,
          NativeLibrary.getInstance(
              "vosk",
              Map.of(
                  Library.OPTION_OPEN_FLAGS,
                  RTLD_LAZY,
                  Library.OPTION_CLASSLOADER,
                  LogLevel.class.getClassLoader())));
    } else {
      LibVosk.setLogLevel(LogLevel.WARNINGS); // unpacks libraries that it needs, loads it
      Native.register(
          VoskLibrary.class,
          NativeLibrary.getInstance(
              Platform.isWindows() ? "libvosk" : "vosk", LibVosk.class.getClassLoader()));
    }
  }

  static native void vosk_set_log_level(int level);

  static native Pointer vosk_model_new(String folder);

  static native void vosk_model_free(Pointer model);

  static native Pointer vosk_recognizer_new(Pointer model, float rate);

  static native void vosk_recognizer_set_words(Pointer recognizer, boolean words);

  static native boolean vosk_recognizer_accept_waveform_s(
      Pointer recognizer, short[] samples, int count);

  static native String vosk_recognizer_result(Pointer recognizer);

  static native String vosk_recognizer_final_result(Pointer recognizer);

  static native void vosk_recognizer_free(Pointer recognizer);
}
