package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.graph.NativeLibrary;

/** Loads the FFmpeg native libraries, and describes their error codes. */
final class Ffmpeg {

  private static final int MESSAGE_BYTES = 128;
  private static final Optional<String> UNAVAILABLE_REASON = load();

  private Ffmpeg() {}

  /** Returns why FFmpeg is unavailable; empty if it is available. */
  static Optional<String> unavailableReason() {
    return UNAVAILABLE_REASON;
  }

  private static Optional<String> load() {
    return NativeLibrary.problem(
        "FFmpeg",
        "mmt-video-cpu",
        ImmutableList.of(NativeLibrary.FFMPEG, NativeLibrary.JAVACPP),
        Ffmpeg::loadParts);
  }

  /**
   * Loads the libraries, and stops FFmpeg from writing to the error stream. The level is one of the
   * process, so an application that has set another level than FFmpeg's default keeps it.
   */
  private static void loadParts() {
    Class<?>[] parts = {
      avutil.class,
      avcodec.class,
      avformat.class,
      swscale.class,
      swresample.class,
      avfilter.class
    };
    for (Class<?> part : parts) {
      Loader.load(part);
    }
    if (avutil.av_log_get_level() == avutil.AV_LOG_INFO) {
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }
  }

  /**
   * Returns what FFmpeg allocated.
   *
   * @throws OutOfMemoryError if it is null
   */
  static <T extends Pointer> T allocated(@Nullable T pointer) {
    if (pointer == null) {
      throw new OutOfMemoryError("FFmpeg: no memory left");
    }
    return pointer;
  }

  /**
   * Returns a code that is not negative.
   *
   * @throws VideoFileException if it is negative; the message names the problem and FFmpeg's reason
   */
  static int require(int code, Path file, String problem) throws VideoFileException {
    if (code < 0) {
      throw new VideoFileException(file, problem + " (" + message(code) + ")");
    }
    return code;
  }

  /** Returns the message of a negative return code. */
  static String message(int error) {
    byte[] text = new byte[MESSAGE_BYTES];
    avutil.av_strerror(error, text, text.length);
    ByteBuffer bytes = ByteBuffer.wrap(text);
    while (bytes.hasRemaining() && bytes.get(bytes.position()) != 0) {
      bytes.get();
    }
    return new String(text, 0, bytes.position(), StandardCharsets.UTF_8);
  }
}
