package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.mmt4j.extract.SubtitleCue;

/** Writes the file of a {@link TestClip}. Each instance writes once. */
final class TestClipWriter {

  private static final int TICKS = 1000;
  private static final int PCM_SAMPLES = 1000;
  private static final long MATRIX_BYTES = 36;
  private static final int TOP_FIELD_FIRST = 1 << 4; // AV_FRAME_FLAG_TOP_FIELD_FIRST

  private final TestClip clip;
  private final AVFormatContext context = new AVFormatContext(null);
  private AVStream videoStream;
  private AVStream audioStream;
  private AVStream textStream;
  private AVCodecContext video;
  private AVCodecContext audio;
  private long samples;

  TestClipWriter(TestClip clip) {
    this.clip = clip;
  }

  void write() {
    assertEquals(Optional.empty(), Ffmpeg.unavailableReason());
    check(avformat.avformat_alloc_output_context2(context, null, null, clip.file.toString()));
    openVideo();
    openAudio();
    openText();
    AVIOContext output = new AVIOContext(null);
    check(avformat.avio_open(output, clip.file.toString(), avformat.AVIO_FLAG_WRITE));
    context.pb(output);
    AVDictionary options = new AVDictionary(null);
    if (clip.headerFirst) {
      avutil.av_dict_set(options, "movflags", "+faststart", 0);
    }
    if (clip.fragmented) {
      avutil.av_dict_set(options, "movflags", "frag_keyframe+empty_moov", 0);
    }
    if (clip.file.toString().endsWith(".ts")) {
      avutil.av_dict_set_int(options, "mpegts_start_pid", clip.firstPid, 0);
    }
    check(avformat.avformat_write_header(context, options));
    avutil.av_dict_free(options);
    writeCues();
    for (int i = 0; i < clip.seconds.length; i++) {
      writeSound(clip.seconds[i]);
      encode(video, videoStream, encodedFrame(i));
    }
    writeSound(Double.MAX_VALUE);
    finish(video, videoStream);
    finish(audio, audioStream);
    check(avformat.av_write_trailer(context));
    avformat.avio_closep(output);
    avformat.avformat_free_context(context);
  }

  private void openVideo() {
    if (clip.videoCodec.isEmpty()) {
      return;
    }
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(clip.videoCodec);
    video = avcodec.avcodec_alloc_context3(codec);
    video.width(clip.width).height(clip.height).pix_fmt(clip.pixelFormat);
    boolean constant =
        clip.file.toString().endsWith(".avi") || clip.videoCodec.equals("mpeg2video");
    video.time_base(ratio(1, constant ? clip.framesPerSecond : TICKS));
    video.framerate(ratio(clip.framesPerSecond, 1));
    video.sample_aspect_ratio(ratio(clip.pixelAspectRatio, 1));
    video.bit_rate(2_000_000).gop_size(12);
    video.strict_std_compliance(avcodec.FF_COMPLIANCE_EXPERIMENTAL);
    if (clip.interlaced) {
      video.flags(
          video.flags()
              | avcodec.AV_CODEC_FLAG_INTERLACED_DCT
              | avcodec.AV_CODEC_FLAG_INTERLACED_ME);
      video.field_order(clip.topFieldFirst ? avcodec.AV_FIELD_TT : avcodec.AV_FIELD_BB);
    }
    videoStream = stream(codec, video);
    videoStream.avg_frame_rate(ratio(clip.framesPerSecond, 1));
    videoStream.sample_aspect_ratio(ratio(clip.pixelAspectRatio, 1));
    if (clip.rotation != 0) {
      rotate();
    }
  }

  private void rotate() {
    int[] matrix = new int[9];
    avutil.av_display_rotation_set(matrix, clip.rotation);
    AVPacketSideData all = new AVPacketSideData(null);
    int[] count = {0};
    AVPacketSideData data =
        avcodec.av_packet_side_data_new(
            all, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, MATRIX_BYTES, 0);
    new IntPointer(data.data()).put(matrix);
    videoStream.codecpar().coded_side_data(all).nb_coded_side_data(count[0]);
  }

  private void openAudio() {
    if (clip.audioCodec.isEmpty()) {
      return;
    }
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(clip.audioCodec);
    audio = avcodec.avcodec_alloc_context3(codec);
    audio.sample_fmt(
        clip.audioCodec.equals("aac") ? avutil.AV_SAMPLE_FMT_FLTP : avutil.AV_SAMPLE_FMT_S16);
    audio.sample_rate(clip.rate);
    avutil.av_channel_layout_default(audio.ch_layout(), clip.channels);
    audio.time_base(ratio(1, clip.rate));
    audio.bit_rate(128_000);
    audioStream = stream(codec, audio);
    for (int i = 1; i < clip.soundTracks; i++) {
      AVStream copy = avformat.avformat_new_stream(context, null);
      check(avcodec.avcodec_parameters_copy(copy.codecpar(), audioStream.codecpar()));
      copy.time_base(audio.time_base());
    }
  }

  private void openText() {
    if (clip.cues.isEmpty()) {
      return;
    }
    textStream = avformat.avformat_new_stream(context, null);
    textStream.codecpar().codec_type(avutil.AVMEDIA_TYPE_SUBTITLE);
    textStream.codecpar().codec_id(avcodec.AV_CODEC_ID_SUBRIP);
    textStream.time_base(ratio(1, TICKS));
  }

  private AVStream stream(AVCodec codec, AVCodecContext encoder) {
    if ((context.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec.avcodec_open2(encoder, codec, (AVDictionary) null));
    AVStream stream = avformat.avformat_new_stream(context, null);
    check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
    stream.time_base(encoder.time_base());
    return stream;
  }

  private AVFrame encodedFrame(int index) {
    AVFrame rgb = frame(avutil.AV_PIX_FMT_RGB24);
    BytePointer row = rgb.data(0);
    byte[] bytes = new byte[3 * clip.width];
    for (int y = 0; y < clip.height; y++) {
      for (int x = 0; x < clip.width; x++) {
        int colour = clip.painter.rgb(index, x, y);
        bytes[3 * x] = (byte) (colour >> 16);
        bytes[3 * x + 1] = (byte) (colour >> 8);
        bytes[3 * x + 2] = (byte) colour;
      }
      row.position((long) y * rgb.linesize(0)).put(bytes);
    }
    AVFrame converted = frame(clip.pixelFormat);
    SwsContext scaler = swscale.sws_alloc_context();
    check(swscale.sws_scale_frame(scaler, converted, rgb));
    swscale.sws_free_context(scaler);
    avutil.av_frame_free(rgb);
    converted.pts(Math.round(clip.seconds[index] * video.time_base().den()));
    if (clip.interlaced) {
      converted.flags(Deinterlacer.INTERLACED | (clip.topFieldFirst ? TOP_FIELD_FIRST : 0));
    }
    converted.duration(Math.round((double) video.time_base().den() / clip.framesPerSecond));
    return converted;
  }

  private AVFrame frame(int format) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.format(format).width(clip.width).height(clip.height);
    check(avutil.av_frame_get_buffer(frame, 0));
    return frame;
  }

  private void writeSound(double until) {
    if (audio == null) {
      return;
    }
    int size = audio.frame_size() > 0 ? audio.frame_size() : PCM_SAMPLES;
    long total = Math.round((clip.soundEnd - clip.soundStart) * clip.rate);
    while (samples < total && clip.soundStart + (double) samples / clip.rate < until) {
      encode(audio, audioStream, samples((int) Math.min(size, total - samples)));
      double second = clip.soundStart + (double) samples / clip.rate;
      if (second >= clip.gapStart && second < clip.gapEnd) {
        samples = Math.round((clip.gapEnd - clip.soundStart) * clip.rate);
      }
    }
  }

  private AVFrame samples(int count) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.format(audio.sample_fmt()).sample_rate(clip.rate).nb_samples(count);
    avutil.av_channel_layout_default(frame.ch_layout(), clip.channels);
    check(avutil.av_frame_get_buffer(frame, 0));
    for (int channel = 0; channel < clip.channels; channel++) {
      for (int i = 0; i < count; i++) {
        double value = clip.sound.at(clip.soundStart + (double) (samples + i) / clip.rate, channel);
        if (audio.sample_fmt() == avutil.AV_SAMPLE_FMT_FLTP) {
          new FloatPointer(frame.data(channel)).put(i, (float) value);
        } else {
          new ShortPointer(frame.data(0))
              .put((long) i * clip.channels + channel, (short) Math.round(value * Short.MAX_VALUE));
        }
      }
    }
    frame.pts(Math.round(clip.soundStart * clip.rate) + samples);
    samples += count;
    return frame;
  }

  private void writeCues() {
    for (SubtitleCue cue : clip.cues) {
      AVPacket packet = avcodec.av_packet_alloc();
      byte[] text = cue.text().getBytes(StandardCharsets.UTF_8);
      check(avcodec.av_new_packet(packet, text.length));
      packet.data().put(text);
      packet.stream_index(textStream.index());
      packet.pts(ticks(cue.start())).dts(ticks(cue.start()));
      packet.duration(ticks(cue.end() - cue.start()));
      check(avformat.av_interleaved_write_frame(context, packet));
      avcodec.av_packet_free(packet);
    }
  }

  private long ticks(double second) {
    return Math.round(second * textStream.time_base().den() / textStream.time_base().num());
  }

  private void encode(AVCodecContext encoder, AVStream stream, AVFrame frame) {
    check(avcodec.avcodec_send_frame(encoder, frame));
    if (frame != null) {
      avutil.av_frame_free(frame);
    }
    AVPacket packet = avcodec.av_packet_alloc();
    while (avcodec.avcodec_receive_packet(encoder, packet) == 0) {
      avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      leap(packet, stream);
      for (int i = 0; i < (stream.equals(audioStream) ? clip.soundTracks : 1); i++) {
        if (!clip.soundTracksInTurn || i == turn(packet, stream)) {
          write(avcodec.av_packet_clone(packet), context.streams(stream.index() + i));
        }
      }
    }
    avcodec.av_packet_free(packet);
  }

  /** Returns which track of audio has its turn; 0 for pictures. */
  private int turn(AVPacket packet, AVStream stream) {
    if (!stream.equals(audioStream)) {
      return 0;
    }
    double share = packet.pts() * avutil.av_q2d(stream.time_base()) / clip.soundEnd;
    return (int) Math.min(clip.soundTracks - 1, Math.max(0, share * clip.soundTracks));
  }

  private void leap(AVPacket packet, AVStream stream) {
    double second = packet.pts() * avutil.av_q2d(stream.time_base());
    if (second >= clip.leapFrom - 1e-6) {
      long ticks = Math.round(clip.leap / avutil.av_q2d(stream.time_base()));
      packet.pts(packet.pts() + ticks).dts(packet.dts() + ticks);
    }
  }

  private void write(AVPacket packet, AVStream stream) {
    packet.stream_index(stream.index());
    check(avformat.av_interleaved_write_frame(context, packet));
    avcodec.av_packet_free(packet);
  }

  private void finish(AVCodecContext encoder, AVStream stream) {
    if (encoder != null) {
      encode(encoder, stream, null);
      avcodec.avcodec_free_context(encoder);
    }
  }

  private AVRational ratio(int numerator, int denominator) {
    return new AVRational().num(numerator).den(denominator);
  }

  private static int check(int code) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg: " + Ffmpeg.message(code));
    }
    return code;
  }
}
