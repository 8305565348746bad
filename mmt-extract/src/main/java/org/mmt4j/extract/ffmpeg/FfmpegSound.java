package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.SoundReader;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.graph.ClosedException;

/**
 * Audio on the clock of the video. A stream that starts late or has a gap of more than {@value
 * #GAP} seconds is filled with silence; audio before second 0, or that overlaps the audio before it
 * by more than that, is skipped.
 */
final class FfmpegSound implements SoundReader {

  /** Tolerated error of timestamps, in seconds. */
  private static final double GAP = 0.1;

  private static final int SILENT_SAMPLES = 4096;

  /** Number of channels of 7.1. */
  private static final int MAX_SPEAKERS = 8;

  private final Path file;
  private final JoinedFrames frames;
  private final List<Resampler> resamplers = new ArrayList<>();
  private final AVFrame frame;
  private final AVFrame silence;
  private double position;
  private long silentSamples;
  private boolean framePending;
  private boolean started;
  private boolean ended;
  private boolean closed;

  /** Owns the frames. */
  FfmpegSound(JoinedFrames frames, List<Integer> rates) {
    this.file = frames.file();
    this.frames = frames;
    rates.forEach(rate -> resamplers.add(new Resampler(file, rate)));
    this.frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    this.silence = Ffmpeg.allocated(avutil.av_frame_alloc());
  }

  @Override
  public Optional<List<float[]>> next() throws VideoFileException {
    if (closed) {
      throw new ClosedException("audio reader of " + file);
    }
    while (!ended) {
      List<float[]> samples = nextSamples();
      if (samples.stream().anyMatch(block -> block.length > 0)) {
        return Optional.of(samples);
      }
    }
    return Optional.empty();
  }

  /** Returns the samples of a frame, of the silence before it, or the last ones. */
  private List<float[]> nextSamples() throws VideoFileException {
    if (!framePending && !decode()) {
      ended = true;
      return resampled(Resampler::flush);
    }
    return silentSamples > 0 ? silence() : sound();
  }

  private boolean decode() throws VideoFileException {
    framePending = frames.next(frame);
    if (framePending) {
      requireRate();
      setDefaultLayout(frame.ch_layout());
      align(frames.clock().second(frame));
    }
    return framePending;
  }

  private void requireRate() throws VideoFileException {
    if (frame.sample_rate() < 1) {
      throw new VideoFileException(
          file, "found sound of " + frame.sample_rate() + " Hz, expected at least 1 Hz");
    }
  }

  /**
   * Computes the length of the silence before the frame; skips audio before second 0 and audio that
   * overlaps.
   */
  private void align(double start) {
    double overlap = position - start;
    if (overlap > (started ? GAP : 0)) {
      resamplers.forEach(resampler -> resampler.skip(overlap));
      position = start;
    }
    double gap = start - position;
    silentSamples = !started || gap > GAP ? Math.round(gap * frame.sample_rate()) : 0;
    started = true;
  }

  /**
   * Sets the default channel layout, as the resampler would, if the file states only the number of
   * channels. More channels than those of 7.1 are hardly speakers around a listener.
   */
  private static void setDefaultLayout(AVChannelLayout channels) {
    if (channels.order() == avutil.AV_CHANNEL_ORDER_UNSPEC
        && channels.nb_channels() <= MAX_SPEAKERS) {
      avutil.av_channel_layout_default(channels, channels.nb_channels());
    }
  }

  /**
   * Returns silence before the pending frame, in its format, of at most {@link #SILENT_SAMPLES}
   * samples.
   */
  private List<float[]> silence() throws VideoFileException {
    int count = (int) Math.min(SILENT_SAMPLES, silentSamples);
    avutil.av_frame_unref(silence);
    silence.format(frame.format());
    silence.sample_rate(frame.sample_rate());
    silence.nb_samples(count);
    int code = avutil.av_channel_layout_copy(silence.ch_layout(), frame.ch_layout());
    Ffmpeg.require(code, file, "silence cannot be made");
    Ffmpeg.require(avutil.av_frame_get_buffer(silence, 0), file, "silence cannot be made");
    avutil.av_samples_set_silence(
        silence.extended_data(), 0, count, frame.ch_layout().nb_channels(), frame.format());
    silentSamples -= count;
    position += (double) count / frame.sample_rate();
    return resampled(resampler -> resampler.convert(silence));
  }

  private List<float[]> sound() throws VideoFileException {
    framePending = false;
    position += (double) frame.nb_samples() / frame.sample_rate();
    return resampled(resampler -> resampler.convert(frame));
  }

  @FunctionalInterface
  private interface Step {
    float[] of(Resampler resampler) throws VideoFileException;
  }

  private List<float[]> resampled(Step step) throws VideoFileException {
    List<float[]> blocks = new ArrayList<>();
    for (Resampler resampler : resamplers) {
      blocks.add(step.of(resampler));
    }
    return blocks;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      resamplers.forEach(Resampler::close);
      frames.close();
      avutil.av_frame_free(frame);
      avutil.av_frame_free(silence);
    }
  }
}
