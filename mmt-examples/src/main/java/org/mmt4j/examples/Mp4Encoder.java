package org.mmt4j.examples;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Encodes frames or audio samples into a track of an .mp4 file. */
final class Mp4Encoder implements AutoCloseable {

  private static final int QUANTIZER = 3; // from 1 (best) to 31
  private static final int FRAMES_PER_KEY_FRAME = 12;
  private static final int AUDIO_BITS_PER_SECOND = 96_000;

  private final Mp4File file;
  private final AVCodecContext context;
  private final AVStream track;

  private Mp4Encoder(Mp4File file, AVCodecContext context) throws IOException {
    this.file = file;
    this.context = context;
    context.flags(
        context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER | avcodec.AV_CODEC_FLAG_BITEXACT);
    try {
      file.check(avcodec.avcodec_open2(context, context.codec(), (AVDictionary) null));
      this.track = file.track(context);
    } catch (IOException e) {
      avcodec.avcodec_free_context(context);
      throw e;
    }
  }

  /** Creates an encoder of frames, MPEG-4. */
  static Mp4Encoder ofFrames(Mp4File file, int width, int height, int framesPerSecond)
      throws IOException {
    AVCodecContext context = context(avcodec.AV_CODEC_ID_MPEG4);
    context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    context
        .time_base(inverse(framesPerSecond))
        .framerate(new AVRational().num(framesPerSecond).den(1));
    context.flags(avcodec.AV_CODEC_FLAG_QSCALE).global_quality(QUANTIZER * avutil.FF_QP2LAMBDA);
    context.gop_size(FRAMES_PER_KEY_FRAME);
    return new Mp4Encoder(file, context);
  }

  /** Creates an encoder of one audio channel, AAC. */
  static Mp4Encoder ofAudio(Mp4File file, int samplesPerSecond) throws IOException {
    AVCodecContext context = context(avcodec.AV_CODEC_ID_AAC);
    context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(samplesPerSecond);
    avutil.av_channel_layout_default(context.ch_layout(), 1);
    context.time_base(inverse(samplesPerSecond)).bit_rate(AUDIO_BITS_PER_SECOND);
    return new Mp4Encoder(file, context);
  }

  private static AVCodecContext context(int codec) {
    return avcodec.avcodec_alloc_context3(avcodec.avcodec_find_encoder(codec));
  }

  private static AVRational inverse(int number) {
    return new AVRational().num(1).den(number);
  }

  /** Returns the number of samples of each audio frame except the last. */
  int frameSize() {
    return context.frame_size();
  }

  /** Encodes a frame. */
  void encode(AVFrame frame) throws IOException {
    send(frame);
  }

  /** Flushes the encoder. */
  void finish() throws IOException {
    send(null);
  }

  private void send(@Nullable AVFrame frame) throws IOException {
    file.check(avcodec.avcodec_send_frame(context, frame));
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      while (avcodec.avcodec_receive_packet(context, packet) == 0) {
        avcodec.av_packet_rescale_ts(packet, context.time_base(), track.time_base());
        file.write(packet, track);
      }
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  @Override
  public void close() {
    avcodec.avcodec_free_context(context);
  }
}
