package org.mmt4j.extract.ffmpeg;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.AudioReader;
import org.mmt4j.extract.VideoFileException;

/**
 * Sound on the video's clock: where a stream starts late or leaves out more than {@value #GAP}
 * seconds there is silence, and what is heard before second 0 is left out.
 */
final class FfmpegAudio implements AudioReader {

  /** Seconds of which timestamps may be wrong. */
  private static final double GAP = 0.1;

  private static final int SILENT_SAMPLES = 4096;

  private final Demuxer demuxer;
  private final Decoder decoder;
  private final StreamClock clock;
  private final Resampler resampler;
  private final AVFrame frame;
  private final AVFrame silence;
  private double heard;
  private long missing;
  private boolean waiting;
  private boolean started;
  private boolean ended;
  private boolean closed;

  /** Closes the demuxer when it is closed. */
  FfmpegAudio(Demuxer demuxer, AVStream stream, IntConsumer damage, int rate)
      throws VideoFileException {
    this.demuxer = demuxer;
    this.clock = new StreamClock(demuxer, stream);
    this.decoder = new Decoder(demuxer, stream, damage);
    this.resampler = new Resampler(demuxer.file(), rate);
    this.frame = avutil.av_frame_alloc();
    this.silence = avutil.av_frame_alloc();
  }

  @Override
  public Optional<float[]> next() throws VideoFileException {
    if (closed) {
      throw new IllegalStateException(demuxer.file() + ": sound: found the reader closed");
    }
    while (!ended) {
      float[] samples = step();
      if (samples.length > 0) {
        return Optional.of(samples);
      }
    }
    return Optional.empty();
  }

  /** Samples of a frame, or of silence before it, or the last ones. */
  private float[] step() throws VideoFileException {
    if (!waiting && !decode()) {
      ended = true;
      return resampler.flush();
    }
    return missing > 0 ? silence() : sound();
  }

  private boolean decode() throws VideoFileException {
    waiting = decoder.next(frame);
    if (waiting) {
      nameChannels(frame.ch_layout());
      place(clock.second(frame));
    }
    return waiting;
  }

  /** How much silence there is before the frame; what is heard before second 0 is left out. */
  private void place(double start) {
    if (!started && start < 0) {
      resampler.leaveOut(-start);
      heard = start;
    }
    double gap = start - heard;
    missing = !started || gap > GAP ? Math.round(gap * frame.sample_rate()) : 0;
    started = true;
  }

  /** Where the file tells their number only: the usual ones, as the resampler would name them. */
  private static void nameChannels(AVChannelLayout channels) {
    if (channels.order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
      avutil.av_channel_layout_default(channels, channels.nb_channels());
    }
  }

  /** At most {@link #SILENT_SAMPLES}, in the form of the frame that waits. */
  private float[] silence() throws VideoFileException {
    int count = (int) Math.min(SILENT_SAMPLES, missing);
    avutil.av_frame_unref(silence);
    silence.format(frame.format());
    silence.sample_rate(frame.sample_rate());
    silence.nb_samples(count);
    avutil.av_channel_layout_copy(silence.ch_layout(), frame.ch_layout());
    avutil.av_frame_get_buffer(silence, 0);
    avutil.av_samples_set_silence(
        silence.extended_data(), 0, count, frame.ch_layout().nb_channels(), frame.format());
    missing -= count;
    heard += (double) count / frame.sample_rate();
    return resampler.convert(silence);
  }

  private float[] sound() throws VideoFileException {
    waiting = false;
    heard += (double) frame.nb_samples() / frame.sample_rate();
    return resampler.convert(frame);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      resampler.close();
      decoder.close();
      avutil.av_frame_free(frame);
      avutil.av_frame_free(silence);
      demuxer.close();
    }
  }
}
