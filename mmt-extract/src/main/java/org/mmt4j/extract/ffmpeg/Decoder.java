package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.mmt4j.extract.VideoFileException;

/** Decodes a stream of pictures or sound. Damaged packets are skipped, as players do. */
final class Decoder implements AutoCloseable {

  private final Demuxer demuxer;
  private final AVStream stream;
  private final IntConsumer listener;
  private final AVCodecContext context;
  private boolean drained;
  private int frames;
  private int damaged;

  /**
   * @param listener hears, at the end, how many packets were damaged, if any were
   * @throws VideoFileException if there is no decoder
   */
  Decoder(Demuxer demuxer, AVStream stream, IntConsumer listener) throws VideoFileException {
    this.demuxer = demuxer;
    this.stream = stream;
    this.listener = listener;
    this.context = open(demuxer, stream);
  }

  /** A decoder of one thread: more take more memory, and videos are decoded side by side. */
  static AVCodecContext open(Demuxer demuxer, AVStream stream) throws VideoFileException {
    AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null) {
      throw new VideoFileException(
          demuxer.file(),
          "found codec "
              + avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString()
              + ", expected one that this FFmpeg decodes");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    avcodec.avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.thread_count(1);
    context.max_pixels(DecodingLimits.MAX_PIXELS);
    int code = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
    if (code < 0) {
      avcodec.avcodec_free_context(context);
      throw new VideoFileException(
          demuxer.file(), "cannot be decoded (" + Ffmpeg.message(code) + ")");
    }
    return context;
  }

  /**
   * Decodes the next frame.
   *
   * @return false at the end
   * @throws VideoFileException if the file cannot be read, or all of it is damaged
   */
  boolean next(AVFrame frame) throws VideoFileException {
    while (true) {
      int code = avcodec.avcodec_receive_frame(context, frame);
      if (code == 0) {
        frames++;
        return true;
      }
      if (drained) {
        requireSome();
        return false;
      }
      feed();
    }
  }

  private void feed() throws VideoFileException {
    Optional<AVPacket> packet = demuxer.next(stream);
    drained = packet.isEmpty();
    if (avcodec.avcodec_send_packet(context, packet.orElse(null)) < 0) {
      damaged++;
    }
  }

  private void requireSome() throws VideoFileException {
    if (frames == 0 && damaged > 0) {
      throw new VideoFileException(
          demuxer.file(), "found " + damaged + " packets, all damaged, expected to decode some");
    }
    if (damaged > 0) {
      listener.accept(damaged);
    }
  }

  @Override
  public void close() {
    avcodec.avcodec_free_context(context);
  }
}
