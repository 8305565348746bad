package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.mmt4j.extract.VideoFileException;

/**
 * Averages the channels of audio frames that FFmpeg does not mix: those without a layout of
 * speakers, or with too many channels.
 */
final class ChannelMean implements AutoCloseable {

  private static final String PROBLEM = "sound cannot be averaged";

  private final Path file;
  private final AVChannelLayout one = new AVChannelLayout();
  private final AVChannelLayout tested = new AVChannelLayout();
  private final AVFrame mean = Ffmpeg.allocated(avutil.av_frame_alloc());
  private boolean mixes;

  ChannelMean(Path file) {
    this.file = file;
    avutil.av_channel_layout_default(one, 1);
  }

  /** Returns whether FFmpeg mixes the channels of a frame to one. */
  boolean mixes(AVFrame frame) throws VideoFileException {
    if (avutil.av_channel_layout_compare(tested, frame.ch_layout()) != 0) {
      avutil.av_channel_layout_uninit(tested);
      Ffmpeg.require(
          avutil.av_channel_layout_copy(tested, frame.ch_layout()), file, PROBLEM);
      SwrContext mixer = new SwrContext(null);
      mixes = converter(mixer, frame.ch_layout(), frame.format(), frame.sample_rate()) >= 0;
      swresample.swr_free(mixer);
    }
    return mixes;
  }

  /** Initializes a converter to float samples of one channel. */
  private int converter(SwrContext context, AVChannelLayout layout, int format, int rate) {
    int code =
        swresample.swr_alloc_set_opts2(
            context, one, avutil.AV_SAMPLE_FMT_FLT, rate, layout, format, rate, 0, null);
    return code < 0 ? code : swresample.swr_init(context);
  }

  /** Returns the mean of all channels, valid until the next call. */
  AVFrame of(AVFrame frame) throws VideoFileException {
    int channels = frame.ch_layout().nb_channels();
    float[] means = new float[frame.nb_samples()];
    boolean planar = avutil.av_sample_fmt_is_planar(frame.format()) != 0;
    int planes = planar ? channels : 1;
    int channelsOfPlane = planar ? 1 : channels;
    for (int plane = 0; plane < planes; plane++) {
      float[] samples = samples(frame, plane, means.length * channelsOfPlane);
      for (int i = 0; i < samples.length; i++) {
        means[i / channelsOfPlane] += samples[i] / channels;
      }
    }
    avutil.av_frame_unref(mean);
    mean.format(avutil.AV_SAMPLE_FMT_FLT).sample_rate(frame.sample_rate()).nb_samples(means.length);
    avutil.av_channel_layout_default(mean.ch_layout(), 1);
    Ffmpeg.require(avutil.av_frame_get_buffer(mean, 0), file, PROBLEM);
    new FloatPointer(mean.data(0)).put(means);
    return mean;
  }

  /** Returns the samples of a plane, of one channel or of all by turns. */
  private float[] samples(AVFrame frame, int plane, int count) throws VideoFileException {
    int packed = avutil.av_get_packed_sample_fmt(frame.format());
    SwrContext context = new SwrContext(null);
    try (FloatPointer output = new FloatPointer(count);
        PointerPointer<FloatPointer> outputs = new PointerPointer<>(output);
        PointerPointer<BytePointer> inputs = new PointerPointer<>(frame.extended_data(plane))) {
      Ffmpeg.require(converter(context, one, packed, frame.sample_rate()), file, PROBLEM);
      Ffmpeg.require(
          swresample.swr_convert(context, outputs, count, inputs, count), file, PROBLEM);
      float[] samples = new float[count];
      output.get(samples);
      return samples;
    } finally {
      swresample.swr_free(context);
    }
  }

  @Override
  public void close() {
    avutil.av_channel_layout_uninit(tested);
    avutil.av_frame_free(mean);
  }
}
