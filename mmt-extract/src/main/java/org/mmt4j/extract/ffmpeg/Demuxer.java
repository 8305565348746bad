package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/**
 * Reads the packets of a file, from start to end. Does not open other files or addresses that the
 * file refers to.
 */
final class Demuxer implements AutoCloseable {

  /** Tolerance by which a file may be shorter than it states. */
  private static final double TOLERATED_SECONDS = 1;

  private static final double TOLERATED_SHARE = 0.05;

  private final Path file;
  private final AVFormatContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private double lastEnd;

  private Demuxer(Path file, AVFormatContext context) {
    this.file = file;
    this.context = context;
  }

  /**
   * Opens a file and finds its streams.
   *
   * @throws VideoFileException if it is missing, of an unknown format, or has frames that are too
   *     large
   * @throws IllegalStateException if FFmpeg is unavailable
   */
  static Demuxer open(Path file) throws VideoFileException {
    Ffmpeg.unavailableReason()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    if (!Files.isRegularFile(file)) {
      throw new VideoFileException(file, "found no such file, expected a video");
    }
    if (file.toFile().length() == 0) {
      throw new VideoFileException(file, "found an empty file, expected a video");
    }
    Demuxer demuxer = new Demuxer(file, openInput(file));
    try {
      demuxer.requireFrameSizes();
      demuxer.require(
          avformat.avformat_find_stream_info(demuxer.context, (AVDictionary) null),
          "cannot be parsed as a video");
      demuxer.requireFrameSizes();
      return demuxer;
    } catch (VideoFileException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  private static AVFormatContext openInput(Path file) throws VideoFileException {
    AVFormatContext context = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
    try {
      int code =
          avformat.avformat_open_input(context, "file:" + file.toAbsolutePath(), null, options);
      if (code < 0) {
        throw new VideoFileException(
            file, "cannot be opened as a video (" + Ffmpeg.message(code) + ")");
      }
      return context;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Checks the frame sizes before FFmpeg allocates memory for a frame. */
  private void requireFrameSizes() throws VideoFileException {
    for (AVStream stream : streams().toList()) {
      if (isVideo(stream) && stream.codecpar().width() > 0) {
        DecodingLimits.requireFrameSize(
            file, stream.codecpar().width(), stream.codecpar().height());
      }
    }
  }

  Path file() {
    return file;
  }

  /**
   * Returns the video stream. Album art is not treated as a video stream.
   *
   * @throws VideoFileException if there is none
   */
  AVStream video() throws VideoFileException {
    return best(avutil.AVMEDIA_TYPE_VIDEO)
        .filter(Demuxer::isVideo)
        .orElseThrow(
            () -> new VideoFileException(file, "found no video stream, expected at least one"));
  }

  /** Returns the audio stream. */
  Optional<AVStream> audio() {
    return best(avutil.AVMEDIA_TYPE_AUDIO);
  }

  /** Returns the subtitle streams of all kinds, in the order in which they are stored. */
  ImmutableList<AVStream> subtitles() {
    return streams()
        .filter(stream -> stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_SUBTITLE)
        .collect(ImmutableList.toImmutableList());
  }

  private Optional<AVStream> best(int type) {
    int index = avformat.av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
    return index < 0 ? Optional.empty() : Optional.of(context.streams(index));
  }

  private Stream<AVStream> streams() {
    return IntStream.range(0, context.nb_streams()).mapToObj(context::streams);
  }

  private static boolean isMedia(AVStream stream) {
    return isVideo(stream) || stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO;
  }

  private static boolean isVideo(AVStream stream) {
    return stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO
        && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0;
  }

  /**
   * Returns the width of a pixel of a stream divided by its height; the numerator is 0 if it is
   * unknown.
   */
  AVRational pixelAspectRatio(AVStream stream) {
    return avformat.av_guess_sample_aspect_ratio(context, stream, null);
  }

  /** Returns the timestamp at which the file starts, in seconds. */
  double start() {
    return seconds(context.start_time());
  }

  /**
   * Returns the stated duration in seconds; 0 if there is none. If subtitles end as late as the
   * file, it is that of video and audio: a cue may state an end long after them.
   */
  double duration() {
    double stated = seconds(context.duration());
    double ofSubtitles = subtitles().stream().mapToDouble(Demuxer::duration).max().orElse(0);
    if (stated == 0 || ofSubtitles < stated) {
      return stated;
    }
    double ofMedia = streams().filter(Demuxer::isMedia).mapToDouble(Demuxer::duration).max().orElse(0);
    return ofMedia == 0 && stated <= DecodingLimits.MAX_SECONDS ? stated : ofMedia;
  }

  /** Returns the duration of a stream, as its header or, in Matroska, its tag states it; or 0. */
  private static double duration(AVStream stream) {
    if (stream.duration() > 0) {
      return stream.duration() * avutil.av_q2d(stream.time_base());
    }
    AVDictionaryEntry tag = avutil.av_dict_get(stream.metadata(), "DURATION", null, 0);
    long[] microseconds = new long[1];
    boolean isRead =
        tag != null && avutil.av_parse_time(microseconds, tag.value().getString(), 1) >= 0;
    return isRead ? seconds(microseconds[0]) : 0;
  }

  private static double seconds(long microseconds) {
    return microseconds == avutil.AV_NOPTS_VALUE ? 0 : (double) microseconds / avutil.AV_TIME_BASE;
  }

  /**
   * Returns the next packet of a stream, valid until the next call; empty at the end.
   *
   * @throws VideoFileException if the file ends before its stated end
   */
  Optional<AVPacket> next(AVStream stream) throws VideoFileException {
    while (true) {
      avcodec.av_packet_unref(packet);
      int code = avformat.av_read_frame(context, packet);
      if (code == avutil.AVERROR_EOF) {
        requireComplete();
        return Optional.empty();
      }
      require(code, "cannot be read to its end");
      lastEnd = Math.max(lastEnd, end());
      if (packet.stream_index() == stream.index()) {
        return Optional.of(packet);
      }
    }
  }

  private double end() {
    long timestamp = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (timestamp == avutil.AV_NOPTS_VALUE) {
      return 0;
    }
    AVRational base = context.streams(packet.stream_index()).time_base();
    return (timestamp + packet.duration()) * avutil.av_q2d(base) - start();
  }

  private void requireComplete() throws VideoFileException {
    double stated = statedEnd();
    double tolerated = Math.max(TOLERATED_SECONDS, TOLERATED_SHARE * stated);
    if (lastEnd > 0 && lastEnd < stated - tolerated) {
      throw new VideoFileException(
          file,
          "found its end at second "
              + lastEnd
              + ", expected it at "
              + stated
              + " (truncated file)");
    }
  }

  /**
   * Returns the end in seconds that the header states, not the one that FFmpeg estimates from the
   * file length; 0 if there is none.
   */
  private double statedEnd() {
    if (context.iformat().name().getString().equals("avi")) {
      return streams()
          .filter(Demuxer::isVideo)
          .mapToDouble(stream -> stream.nb_frames() * avutil.av_q2d(stream.time_base()))
          .max()
          .orElse(0);
    }
    boolean estimated =
        context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE;
    return estimated ? 0 : duration();
  }

  private void require(int code, String problem) throws VideoFileException {
    if (code < 0) {
      throw new VideoFileException(file, problem + " (" + Ffmpeg.message(code) + ")");
    }
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(context);
  }
}
