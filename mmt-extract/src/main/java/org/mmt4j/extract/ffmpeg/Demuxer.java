package org.mmt4j.extract.ffmpeg;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
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
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.io.FileNames;

/**
 * Reads the packets of a file, from start to end, on one clock. Does not open other files or
 * addresses that the file refers to.
 */
final class Demuxer implements AutoCloseable {

  /** Tolerance by which a file may be shorter than it states. */
  private static final double TOLERATED_SECONDS = 1;

  private static final double TOLERATED_SHARE = 0.05;

  /** Formats whose header states the time of the end. */
  private static final ImmutableSet<String> STATES_END = ImmutableSet.of("asf", "matroska", "nut");

  private final Path file;
  private final FilePart part;
  private final AVFormatContext context;
  private final AVPacket packet = Ffmpeg.allocated(avcodec.av_packet_alloc());
  private final PacketPositions positions = new PacketPositions();
  private Timeline timeline = new Timeline(0);
  private Optional<String> earlyEnd = Optional.empty();
  private double lastEnd;
  private double mediaEnd;
  private boolean ended;

  /** Whether the packet was read, but not returned. */
  private boolean hasPacket;

  private Demuxer(Path file, FilePart part, AVFormatContext context) {
    this.file = file;
    this.part = part;
    this.context = context;
  }

  /**
   * Opens a part of a file and finds its streams.
   *
   * @throws VideoFileException if it is missing, of an unknown format, or has frames that are too
   *     large
   * @throws IllegalStateException if FFmpeg is unavailable
   */
  static Demuxer open(Path file, FilePart part) throws VideoFileException {
    Ffmpeg.unavailableReason()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    if (!Files.isRegularFile(file)) {
      throw new VideoFileException(file, "found no such file, expected a video");
    }
    if (isEmpty(file)) {
      throw new VideoFileException(file, "found an empty file, expected a video");
    }
    Demuxer demuxer = new Demuxer(file, part, openInput(file, part));
    try {
      demuxer.requireFrameSizes();
      demuxer.findStreams();
      demuxer.requireFrameSizes();
      demuxer.timeline = new Timeline(seconds(demuxer.context.start_time()));
      return demuxer;
    } catch (VideoFileException | RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  private static AVFormatContext openInput(Path file, FilePart part) throws VideoFileException {
    AVFormatContext context = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "protocol_whitelist", part.protocols(), 0);
    avutil.av_dict_set(options, "format_whitelist", MediaFormats.names(), 0);
    try (BytePointer url = url(file, part)) {
      int code = avformat.avformat_open_input(context, url, null, options);
      if (code == avutil.AVERROR_EINVAL()) {
        throw new VideoFileException(
            file, "found a format that is not read, such as a playlist, expected a video");
      }
      Ffmpeg.require(code, file, "cannot be opened as a video");
      return context;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Returns the address of a file in bytes of the file system, whatever the locale. */
  private static BytePointer url(Path file, FilePart part) {
    byte[] prefix = part.addressPrefix().getBytes(StandardCharsets.UTF_8);
    return new BytePointer(Bytes.concat(prefix, FileNames.bytes(file), new byte[1]));
  }

  private static boolean isEmpty(Path file) throws VideoFileException {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw new VideoFileException(file, "cannot be read (" + e + ")");
    }
  }

  /** Reads the first packets; decodes frames only within the limits. */
  private void findStreams() throws VideoFileException {
    int count = context.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(count)) {
      for (int i = 0; i < count; i++) {
        AVDictionary limits = new AVDictionary(null);
        avutil.av_dict_set_int(limits, "max_pixels", DecodingLimits.MAX_PIXELS, 0);
        options.put(i, limits);
      }
      int code = avformat.avformat_find_stream_info(context, options);
      for (int i = 0; i < count; i++) {
        AVDictionary unused = options.get(AVDictionary.class, i);
        if (unused != null) {
          avutil.av_dict_free(unused);
        }
      }
      Ffmpeg.require(code, file, "cannot be parsed as a video");
    }
  }

  /** Checks the stated frame sizes before FFmpeg allocates memory for a frame. */
  private void requireFrameSizes() throws VideoFileException {
    for (AVStream stream : streams().filter(Demuxer::isVideo).toList()) {
      DecodingLimits.requirePixels(file, stream.codecpar().width(), stream.codecpar().height());
    }
  }

  Path file() {
    return file;
  }

  /** Returns whether a name is one of FFmpeg's names of the format. */
  boolean hasFormat(String name) {
    return Arrays.asList(context.iformat().name().getString().split(",")).contains(name);
  }

  /** Returns the indices of the video streams, the best first; album art is not one. */
  ImmutableList<Integer> videoStreams() {
    return bestFirst(avutil.AVMEDIA_TYPE_VIDEO, Demuxer::isVideo);
  }

  /** Returns the indices of the audio streams, the best first. */
  ImmutableList<Integer> audioStreams() {
    return bestFirst(avutil.AVMEDIA_TYPE_AUDIO, Demuxer::isAudio);
  }

  private ImmutableList<Integer> bestFirst(int type, Predicate<AVStream> kind) {
    int best = avformat.av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
    List<Integer> indices = streams().filter(kind).map(AVStream::index).toList();
    return indices.stream()
        .sorted(
            Comparator.comparing(
                    (Integer index) -> indices.stream().anyMatch(o -> follows(index, o)))
                .thenComparing(index -> index != best))
        .collect(toImmutableList());
  }

  /**
   * Returns whether a stream starts where another one has ended, as far as the file was read. It
   * may, in formats that name their streams again and again, and have them in order of time.
   */
  private boolean follows(int later, int earlier) {
    return isSequential() && positions.isAfter(later, earlier);
  }

  /** Returns whether the format is one of broadcasts, whose streams may change. */
  boolean isSequential() {
    return hasFormat("mpegts") || hasFormat("mpeg");
  }

  /** Returns the index of the next stream of the same kind; call it at the end of the file. */
  Optional<Integer> successor(AVStream stream) {
    return streams()
        .filter(other -> other.codecpar().codec_type() == stream.codecpar().codec_type())
        .map(AVStream::index)
        .filter(later -> follows(later, stream.index()))
        .findFirst();
  }

  /**
   * Returns a stream by its index; reads on if it starts later.
   *
   * @throws VideoFileException if there is none, because the file has changed
   */
  AVStream stream(int index) throws VideoFileException {
    while (index >= context.nb_streams() && !ended) {
      hasPacket = read();
    }
    if (index >= context.nb_streams()) {
      throw new VideoFileException(
          file, "found " + context.nb_streams() + " streams, expected more: the file has changed");
    }
    return context.streams(index);
  }

  /** Returns the subtitle streams of all kinds, in the order in which they are stored. */
  ImmutableList<AVStream> subtitleStreams() {
    return streams().filter(Demuxer::isSubtitle).collect(toImmutableList());
  }

  private Stream<AVStream> streams() {
    return IntStream.range(0, context.nb_streams()).mapToObj(context::streams);
  }

  static boolean isVideo(AVStream stream) {
    return stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO
        && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0;
  }

  private static boolean isAudio(AVStream stream) {
    return stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO;
  }

  private static boolean isSubtitle(AVStream stream) {
    return stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_SUBTITLE;
  }

  /** Returns whether a stream has packets from start to end: pictures or sound. */
  static boolean isContinuous(AVStream stream) {
    return isVideo(stream) || isAudio(stream);
  }

  /**
   * Returns the width of a pixel of a stream divided by its height; the numerator is 0 if it is
   * unknown.
   */
  AVRational pixelAspectRatio(AVStream stream) {
    return avformat.av_guess_sample_aspect_ratio(context, stream, null);
  }

  /** Returns the timestamp in seconds, after the {@link Timeline}, that is second 0 of the file. */
  double start() {
    return seconds(context.start_time()) - part.start();
  }

  /**
   * Returns the stated duration in seconds; 0 if there is none, or not a plausible one. If
   * subtitles are stated to be as long as the file, it is that of pictures and sound: the last cue
   * may end long after them.
   */
  double duration() {
    double stated = statedDuration();
    double ofMedia = duration(Demuxer::isContinuous);
    if (ofMedia > 0 && duration(Demuxer::isSubtitle) >= stated) {
      stated = ofMedia;
    }
    return stated >= 0 && stated <= DecodingLimits.MAX_SECONDS ? stated : 0;
  }

  /**
   * Returns the duration that the header states. Some formats state the time of the end instead,
   * which is later if the file does not start at 0.
   */
  private double statedDuration() {
    double stated = seconds(context.duration());
    double start = Math.max(0, seconds(context.start_time()));
    boolean isEnd = STATES_END.stream().anyMatch(this::hasFormat) && stated > start;
    return isEnd ? stated - start : stated;
  }

  private double duration(Predicate<AVStream> kind) {
    return streams().filter(kind).mapToDouble(Demuxer::duration).max().orElse(0);
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
   * Returns the next packet of a stream, valid until the next call; empty at the end. Timestamps
   * are those of the {@link Timeline}.
   */
  Optional<AVPacket> next(AVStream stream) {
    while (hasPacket || (!ended && read())) {
      hasPacket = false;
      if (packet.stream_index() == stream.index()) {
        return Optional.of(packet);
      }
    }
    return Optional.empty();
  }

  /** Reads all packets. */
  void readToEnd() {
    while (!ended && read()) {
      // its times and positions are recorded
    }
  }

  private boolean read() {
    avcodec.av_packet_unref(packet);
    int code = avformat.av_read_frame(context, packet);
    if (code < 0) {
      ended = true;
      earlyEnd = code == avutil.AVERROR_EOF ? truncation() : unreadable(Ffmpeg.message(code));
      return false;
    }
    AVStream stream = context.streams(packet.stream_index());
    if (isContinuous(stream)) {
      positions.add(stream, packet.pos());
    }
    timeline.map(packet, stream);
    double end = end(stream);
    if (isContinuous(stream)) {
      if (end > DecodingLimits.MAX_SECONDS) {
        ended = true;
        earlyEnd = unreadable("times after one day");
        return false;
      }
      mediaEnd = Math.max(mediaEnd, end);
    }
    lastEnd = Math.max(lastEnd, end);
    return true;
  }

  private double end(AVStream stream) {
    long timestamp = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (timestamp == avutil.AV_NOPTS_VALUE) {
      return 0;
    }
    return (timestamp + packet.duration()) * avutil.av_q2d(stream.time_base()) - start();
  }

  /** Returns where the packets of pictures and sound are, as far as they were read. */
  PacketPositions positions() {
    return positions;
  }

  /** Returns the second at which pictures and sound end, as far as they were read. */
  double mediaEnd() {
    return mediaEnd;
  }

  /**
   * Returns what was wrong with the file, as far as it was read, in one sentence each: that it
   * ended early, or that times were replaced.
   */
  ImmutableList<String> notes() {
    return ImmutableList.<String>builder()
        .addAll(earlyEnd.stream().iterator())
        .addAll(timeline.notes())
        .build();
  }

  private Optional<String> unreadable(String reason) {
    return Optional.of(
        String.format(Locale.ROOT, "cannot be read after second %.2f (%s)", lastEnd, reason));
  }

  private Optional<String> truncation() {
    double stated = timeline.hasLeaps() ? 0 : statedEnd();
    double tolerated = Math.max(TOLERATED_SECONDS, TOLERATED_SHARE * stated);
    return lastEnd > 0 && lastEnd < stated - tolerated
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "found its end at second %.2f, expected it at %.2f (truncated file)",
                lastEnd,
                stated))
        : Optional.empty();
  }

  /**
   * Returns the end in seconds that the header states, not the one that FFmpeg estimates; 0 if
   * there is none.
   */
  private double statedEnd() {
    if (hasFormat("avi")) {
      return streams()
          .filter(Demuxer::isVideo)
          .mapToDouble(stream -> stream.nb_frames() * avutil.av_q2d(stream.time_base()))
          .max()
          .orElse(0);
    }
    boolean stated = context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_STREAM;
    return stated ? statedDuration() : 0;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(context);
  }
}
