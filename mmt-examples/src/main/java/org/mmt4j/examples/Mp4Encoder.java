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

/** Encodes pictures or sound into a track of an .mp4. */
final class Mp4Encoder implements AutoCloseable {

  private static final int QUALITY = 3; // of 1, best, to 31
  private static final int PICTURES_PER_KEY = 12;
  private static final int SOUND_BITS_PER_SECOND = 96_000;

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

  /** Of pictures, MPEG-4. */
  static Mp4Encoder ofPictures(Mp4File file, int width, int height, int perSecond)
      throws IOException {
    AVCodecContext context = context(avcodec.AV_CODEC_ID_MPEG4);
    context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    context.time_base(perSecond(perSecond)).framerate(new AVRational().num(perSecond).den(1));
    context.flags(avcodec.AV_CODEC_FLAG_QSCALE).global_quality(QUALITY * avutil.FF_QP2LAMBDA);
    context.gop_size(PICTURES_PER_KEY);
    return new Mp4Encoder(file, context);
  }

  /** Of sound in one channel, AAC. */
  static Mp4Encoder ofSound(Mp4File file, int perSecond) throws IOException {
    AVCodecContext context = context(avcodec.AV_CODEC_ID_AAC);
    context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(perSecond);
    avutil.av_channel_layout_default(context.ch_layout(), 1);
    context.time_base(perSecond(perSecond)).bit_rate(SOUND_BITS_PER_SECOND);
    return new Mp4Encoder(file, context);
  }

  private static AVCodecContext context(int codec) {
    return avcodec.avcodec_alloc_context3(avcodec.avcodec_find_encoder(codec));
  }

  private static AVRational perSecond(int number) {
    return new AVRational().num(1).den(number);
  }

  /** Samples that belong in a frame, but for the last. */
  int frameSize() {
    return context.frame_size();
  }

  /** Encodes a frame. */
  void encode(AVFrame frame) throws IOException {
    send(frame);
  }

  /** Encodes what it still holds. */
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
