package org.mmt4j.features.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.mmt4j.features.extract.SubtitleCue;

/** Makes video files for tests. */
public final class TestClip {

  /** A picture at each moment. */
  @FunctionalInterface
  public interface Painter {
    /** Red, green and blue, 8 bits each, of a pixel of picture {@code index}. */
    int rgb(int index, int x, int y);
  }

  /** Sound at each moment. */
  @FunctionalInterface
  public interface Sound {
    /** In [-1, 1]. */
    double at(double second, int channel);
  }

  private static final int TICKS = 1000;
  private static final int PCM_SAMPLES = 1000;
  private static final long MATRIX_BYTES = 36;

  private final Path file;
  private String videoCodec = "mpeg4";
  private int pixels = avutil.AV_PIX_FMT_YUV420P;
  private int width = 64;
  private int height = 48;
  private double[] seconds = IntStream.range(0, 25).mapToDouble(i -> i / 25.0).toArray();
  private int framesPerSecond = 25;
  private Painter painter = (index, x, y) -> 0x808080;
  private int rotation;
  private int pixelWidth = 1;
  private String audioCodec = "";
  private int rate;
  private int channels;
  private double soundStart;
  private double soundEnd;
  private double pauseStart = Double.MAX_VALUE;
  private double pauseEnd;
  private Sound sound = (second, channel) -> 0;
  private ImmutableList<SubtitleCue> cues = ImmutableList.of();
  private boolean headerFirst;

  private TestClip(Path file) {
    this.file = file;
  }

  /** A grey video of a second without sound, unless told otherwise; its name tells the format. */
  public static TestClip of(Path file) {
    return new TestClip(file);
  }

  /** Pictures lose nothing: FFV1 of RGB, for .mkv and .avi. */
  public TestClip lossless() {
    videoCodec = "ffv1";
    pixels = avutil.AV_PIX_FMT_BGR0;
    return this;
  }

  /** Each picture by itself. */
  public TestClip mjpeg() {
    videoCodec = "mjpeg";
    pixels = avutil.AV_PIX_FMT_YUVJ420P;
    return this;
  }

  /** No pictures. */
  public TestClip withoutPictures() {
    videoCodec = "";
    seconds = new double[0];
    return this;
  }

  /** Size as stored. */
  public TestClip size(int storedWidth, int storedHeight) {
    width = storedWidth;
    height = storedHeight;
    return this;
  }

  /** Pictures at a constant rate. */
  public TestClip frames(int count, int perSecond) {
    framesPerSecond = perSecond;
    seconds = IntStream.range(0, count).mapToDouble(i -> (double) i / perSecond).toArray();
    return this;
  }

  /** Pictures at these seconds, in milliseconds. */
  public TestClip framesAt(double... chosen) {
    seconds = chosen.clone();
    return this;
  }

  /** What is seen. */
  public TestClip painted(Painter chosen) {
    painter = chosen;
    return this;
  }

  /** Degrees by which the stored pictures are to be turned clockwise. */
  public TestClip rotated(int degrees) {
    rotation = degrees;
    return this;
  }

  /** A pixel is so many times as wide as it is high. */
  public TestClip pixelWidth(int times) {
    pixelWidth = times;
    return this;
  }

  /** What is heard, 16 bits or the codec's own. */
  public TestClip sound(String codec, int samplesPerSecond, int channelCount, Sound chosen) {
    audioCodec = codec;
    rate = samplesPerSecond;
    channels = channelCount;
    sound = chosen;
    return soundFor(0, 1);
  }

  /** Between which seconds there is sound. */
  public TestClip soundFor(double from, double until) {
    soundStart = from;
    soundEnd = until;
    return this;
  }

  /** Between which seconds the file has no packets of sound. */
  public TestClip soundPauses(double from, double until) {
    pauseStart = from;
    pauseEnd = until;
    return this;
  }

  /** What is to be read. */
  public TestClip subtitles(SubtitleCue... chosen) {
    cues = ImmutableList.copyOf(chosen);
    return this;
  }

  /** With the header of an .mp4 at its start. */
  public TestClip headerFirst() {
    headerFirst = true;
    return this;
  }

  /** Writes the file. */
  public Path write() {
    new Writing().write();
    return file;
  }

  private static int check(int code) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg: " + Ffmpeg.message(code));
    }
    return code;
  }

  /** One file as it is written. */
  private final class Writing {

    private final AVFormatContext context = new AVFormatContext(null);
    private AVStream videoStream;
    private AVStream audioStream;
    private AVStream textStream;
    private AVCodecContext video;
    private AVCodecContext audio;
    private long samples;

    void write() {
      assertEquals(Optional.empty(), Ffmpeg.absence());
      check(avformat.avformat_alloc_output_context2(context, null, null, file.toString()));
      openVideo();
      openAudio();
      openText();
      AVIOContext output = new AVIOContext(null);
      check(avformat.avio_open(output, file.toString(), avformat.AVIO_FLAG_WRITE));
      context.pb(output);
      AVDictionary options = new AVDictionary(null);
      if (headerFirst) {
        avutil.av_dict_set(options, "movflags", "+faststart", 0);
      }
      check(avformat.avformat_write_header(context, options));
      avutil.av_dict_free(options);
      writeCues();
      for (int i = 0; i < seconds.length; i++) {
        writeSound(seconds[i]);
        encode(video, videoStream, picture(i));
      }
      writeSound(Double.MAX_VALUE);
      finish(video, videoStream);
      finish(audio, audioStream);
      check(avformat.av_write_trailer(context));
      avformat.avio_closep(output);
      avformat.avformat_free_context(context);
    }

    private void openVideo() {
      if (videoCodec.isEmpty()) {
        return;
      }
      AVCodec codec = avcodec.avcodec_find_encoder_by_name(videoCodec);
      video = avcodec.avcodec_alloc_context3(codec);
      video.width(width).height(height).pix_fmt(pixels);
      boolean avi = file.toString().endsWith(".avi");
      video.time_base(ratio(1, avi ? framesPerSecond : TICKS));
      video.framerate(ratio(framesPerSecond, 1));
      video.sample_aspect_ratio(ratio(pixelWidth, 1));
      video.bit_rate(2_000_000).gop_size(12);
      video.strict_std_compliance(avcodec.FF_COMPLIANCE_UNOFFICIAL);
      videoStream = stream(codec, video);
      videoStream.avg_frame_rate(ratio(framesPerSecond, 1));
      videoStream.sample_aspect_ratio(ratio(pixelWidth, 1));
      if (rotation != 0) {
        rotate();
      }
    }

    private void rotate() {
      int[] matrix = new int[9];
      avutil.av_display_rotation_set(matrix, rotation);
      AVPacketSideData all = new AVPacketSideData(null);
      int[] count = {0};
      AVPacketSideData data =
          avcodec.av_packet_side_data_new(
              all, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, MATRIX_BYTES, 0);
      new IntPointer(data.data()).put(matrix);
      videoStream.codecpar().coded_side_data(all).nb_coded_side_data(count[0]);
    }

    private void openAudio() {
      if (audioCodec.isEmpty()) {
        return;
      }
      AVCodec codec = avcodec.avcodec_find_encoder_by_name(audioCodec);
      audio = avcodec.avcodec_alloc_context3(codec);
      audio.sample_fmt(
          audioCodec.equals("aac") ? avutil.AV_SAMPLE_FMT_FLTP : avutil.AV_SAMPLE_FMT_S16);
      audio.sample_rate(rate);
      avutil.av_channel_layout_default(audio.ch_layout(), channels);
      audio.time_base(ratio(1, rate));
      audio.bit_rate(128_000);
      audioStream = stream(codec, audio);
    }

    private void openText() {
      if (cues.isEmpty()) {
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

    private AVFrame picture(int index) {
      AVFrame rgb = frame(avutil.AV_PIX_FMT_RGB24);
      BytePointer row = rgb.data(0);
      byte[] bytes = new byte[3 * width];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int colour = painter.rgb(index, x, y);
          bytes[3 * x] = (byte) (colour >> 16);
          bytes[3 * x + 1] = (byte) (colour >> 8);
          bytes[3 * x + 2] = (byte) colour;
        }
        row.position((long) y * rgb.linesize(0)).put(bytes);
      }
      AVFrame coded = frame(pixels);
      SwsContext scaler = swscale.sws_alloc_context();
      check(swscale.sws_scale_frame(scaler, coded, rgb));
      swscale.sws_free_context(scaler);
      avutil.av_frame_free(rgb);
      coded.pts(Math.round(seconds[index] * video.time_base().den()));
      coded.duration(Math.round((double) video.time_base().den() / framesPerSecond));
      return coded;
    }

    private AVFrame frame(int format) {
      AVFrame frame = avutil.av_frame_alloc();
      frame.format(format).width(width).height(height);
      check(avutil.av_frame_get_buffer(frame, 0));
      return frame;
    }

    private void writeSound(double until) {
      if (audio == null) {
        return;
      }
      int size = audio.frame_size() > 0 ? audio.frame_size() : PCM_SAMPLES;
      long total = Math.round((soundEnd - soundStart) * rate);
      while (samples < total && soundStart + (double) samples / rate < until) {
        encode(audio, audioStream, samples((int) Math.min(size, total - samples)));
        double second = soundStart + (double) samples / rate;
        if (second >= pauseStart && second < pauseEnd) {
          samples = Math.round((pauseEnd - soundStart) * rate);
        }
      }
    }

    private AVFrame samples(int count) {
      AVFrame frame = avutil.av_frame_alloc();
      frame.format(audio.sample_fmt()).sample_rate(rate).nb_samples(count);
      avutil.av_channel_layout_default(frame.ch_layout(), channels);
      check(avutil.av_frame_get_buffer(frame, 0));
      for (int channel = 0; channel < channels; channel++) {
        for (int i = 0; i < count; i++) {
          double value = sound.at(soundStart + (double) (samples + i) / rate, channel);
          if (audio.sample_fmt() == avutil.AV_SAMPLE_FMT_FLTP) {
            new FloatPointer(frame.data(channel)).put(i, (float) value);
          } else {
            new ShortPointer(frame.data(0))
                .put((long) i * channels + channel, (short) Math.round(value * Short.MAX_VALUE));
          }
        }
      }
      frame.pts(Math.round(soundStart * rate) + samples);
      samples += count;
      return frame;
    }

    private void writeCues() {
      for (SubtitleCue cue : cues) {
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
        packet.stream_index(stream.index());
        check(avformat.av_interleaved_write_frame(context, packet));
      }
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
  }
}
