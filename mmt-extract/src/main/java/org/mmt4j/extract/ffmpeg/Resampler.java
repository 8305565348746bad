package org.mmt4j.extract.ffmpeg;

import com.google.common.primitives.Floats;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.VideoFileException;

/**
 * Mixes audio frames to one channel, by their layout or, without a known layout, to their mean, and
 * resamples them.
 */
final class Resampler implements AutoCloseable {

  private static final float[] NONE = {};

  private final Path file;
  private final int rate;
  private final SwrContext context = Ffmpeg.allocated(swresample.swr_alloc());
  private final AVFrame mono = Ffmpeg.allocated(avutil.av_frame_alloc());
  private final ChannelMean mean;
  private long toSkip;
  private double expectedSamples;
  private long returnedSamples;

  Resampler(Path file, int rate) {
    this.file = file;
    this.rate = rate;
    this.mean = new ChannelMean(file);
    avutil.av_opt_set_double(
        context, "rematrix_maxval", 1, 0); // two channels are mixed to their mean
  }

  /** Skips the next {@code seconds} of the audio. */
  void skip(double seconds) {
    toSkip += Math.round(seconds * rate);
  }

  /**
   * Returns the samples that are available so far. The format of a frame may differ from that of
   * the previous frame.
   */
  float[] convert(AVFrame decoded) throws VideoFileException {
    AVFrame frame = mean.mixes(decoded) ? decoded : mean.of(decoded);
    float[] flushed = NONE;
    int code = resample(frame);
    if (code == avutil.AVERROR_INPUT_CHANGED) {
      flushed = flush();
      swresample.swr_close(context);
      code = resample(frame);
    }
    expectedSamples += (double) frame.nb_samples() * rate / frame.sample_rate();
    return Floats.concat(flushed, dropSkipped(samples(code)));
  }

  /** Returns the samples that the filter has buffered, without those that it adds after the end. */
  float[] flush() throws VideoFileException {
    if (swresample.swr_is_initialized(context) == 0) {
      return NONE;
    }
    float[] samples = samples(resample(null));
    int count =
        (int) Math.max(0, Math.min(samples.length, Math.round(expectedSamples) - returnedSamples));
    return dropSkipped(Arrays.copyOf(samples, count));
  }

  private int resample(@Nullable AVFrame frame) {
    avutil.av_frame_unref(mono);
    mono.format(avutil.AV_SAMPLE_FMT_FLT);
    mono.sample_rate(rate);
    avutil.av_channel_layout_default(mono.ch_layout(), 1);
    return swresample.swr_convert_frame(context, mono, frame);
  }

  private float[] samples(int code) throws VideoFileException {
    Ffmpeg.require(code, file, "sound cannot be resampled");
    float[] samples = new float[mono.nb_samples()];
    if (samples.length > 0) {
      new FloatPointer(mono.data(0)).get(samples);
    }
    return samples;
  }

  private float[] dropSkipped(float[] samples) {
    returnedSamples += samples.length;
    int from = (int) Math.min(toSkip, samples.length);
    toSkip -= from;
    return from == 0 ? samples : Arrays.copyOfRange(samples, from, samples.length);
  }

  @Override
  public void close() {
    mean.close();
    swresample.swr_free(context);
    avutil.av_frame_free(mono);
  }
}
