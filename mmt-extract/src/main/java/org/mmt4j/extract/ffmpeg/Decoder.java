package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.VideoFileException;

/** Decodes a stream of frames or audio. Damaged packets are skipped, as players do. */
final class Decoder implements FrameDecoder {

  /** Errors after the last packet beyond which a decoder is not asked for more frames. */
  private static final int MAX_DRAIN_ERRORS = 1000;

  private final Demuxer demuxer;
  private final AVStream stream;
  private final AVCodecContext context;
  private boolean drained;
  private boolean ended;
  private int drainErrors;
  private int frames;
  private int damaged;

  /**
   * @throws VideoFileException if there is no decoder
   */
  Decoder(Demuxer demuxer, AVStream stream) throws VideoFileException {
    this.demuxer = demuxer;
    this.stream = stream;
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
    AVCodecContext context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec));
    int code = avcodec.avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.thread_count(1);
    context.max_pixels(DecodingLimits.MAX_PIXELS);
    try {
      Ffmpeg.require(code, demuxer.file(), "cannot be decoded");
      Ffmpeg.require(
          avcodec.avcodec_open2(context, codec, (AVDictionary) null),
          demuxer.file(),
          "cannot be decoded");
      return context;
    } catch (VideoFileException e) {
      avcodec.avcodec_free_context(context);
      throw e;
    }
  }

  @Override
  public boolean next(AVFrame frame) throws VideoFileException {
    while (!ended) {
      int code = avcodec.avcodec_receive_frame(context, frame);
      if (code == 0) {
        frames++;
        return true;
      }
      if (!drained) {
        feed();
      } else if (code == avutil.AVERROR_EOF || ++drainErrors > MAX_DRAIN_ERRORS) {
        end();
      } else {
        damaged++;
      }
    }
    return false;
  }

  /** Sends the next packet; an empty one says that the previous picture stays. */
  private void feed() {
    Optional<AVPacket> packet = demuxer.next(stream);
    while (packet.isPresent() && isEmpty(packet.get())) {
      packet = demuxer.next(stream);
    }
    drained = packet.isEmpty();
    if (avcodec.avcodec_send_packet(context, packet.orElse(null)) < 0) {
      damaged++;
    }
  }

  private static boolean isEmpty(AVPacket packet) {
    return packet.size() == 0 && packet.side_data_elems() == 0;
  }

  private void end() throws VideoFileException {
    ended = true;
    if (frames == 0 && damaged > 0) {
      throw new VideoFileException(
          demuxer.file(),
          "found no packet that can be decoded ("
              + damaged
              + " are damaged), expected at least one");
    }
  }

  @Override
  public int damaged() {
    return damaged;
  }

  @Override
  public void close() {
    avcodec.avcodec_free_context(context);
  }
}
