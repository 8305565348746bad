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

/** Decodes a stream of frames or audio. Damaged packets are skipped, as players do. */
final class Decoder implements AutoCloseable {

  private final Demuxer demuxer;
  private final AVStream stream;
  private final IntConsumer damageListener;
  private final AVCodecContext context;
  private boolean drained;
  private int frames;
  private int damaged;

  /**
   * @param damageListener receives, at the end, the number of damaged packets, if there are any
   * @throws VideoFileException if there is no decoder
   */
  Decoder(Demuxer demuxer, AVStream stream, IntConsumer damageListener) throws VideoFileException {
    this.demuxer = demuxer;
    this.stream = stream;
    this.damageListener = damageListener;
    this.context = open(demuxer, stream);
  }

  /**
   * Opens a single-threaded decoder: more threads take more memory, and videos are processed in
   * parallel.
   */
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
        requireFrames();
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

  private void requireFrames() throws VideoFileException {
    if (frames == 0 && damaged > 0) {
      throw new VideoFileException(
          demuxer.file(),
          "found no packet that can be decoded ("
              + damaged
              + " are damaged), expected at least one");
    }
    if (damaged > 0) {
      damageListener.accept(damaged);
    }
  }

  @Override
  public void close() {
    avcodec.avcodec_free_context(context);
  }
}
