package org.mmt4j.examples;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.mmt4j.extract.SubtitleCue;

/** Writes a movie as .mp4: frames as MPEG-4, audio as AAC, subtitles as timed text. */
final class Mp4Writer {

  private final Movie movie;
  private final Mp4File file;

  private Mp4Writer(Movie movie, Mp4File file) {
    this.movie = movie;
    this.file = file;
  }

  /**
   * Writes a movie.
   *
   * @throws IOException if the file cannot be written; the message names the file
   */
  static void write(Movie movie, Path path) throws IOException {
    BufferedImage first = movie.picture().apply(0);
    try (Mp4File file = Mp4File.create(path);
        Mp4Encoder frames =
            Mp4Encoder.ofFrames(
                file, first.getWidth(), first.getHeight(), movie.picturesPerSecond())) {
      Mp4Writer writer = new Mp4Writer(movie, file);
      if (movie.samples().isPresent()) {
        try (Mp4Encoder audio = Mp4Encoder.ofAudio(file, movie.samplesPerSecond())) {
          writer.start();
          writer.writeAudio(movie.samples().get(), audio);
          writer.writeFrames(frames);
        }
      } else {
        writer.start();
        writer.writeFrames(frames);
      }
      file.finish();
    }
  }

  private void start() throws IOException {
    if (movie.cues().isEmpty()) {
      file.start();
      return;
    }
    AVStream text = file.textTrack();
    file.start();
    for (SubtitleCue cue : movie.cues()) {
      file.write(cue.text(), cue.start(), cue.end(), text);
    }
  }

  private void writeAudio(float[] samples, Mp4Encoder encoder) throws IOException {
    int size = encoder.frameSize();
    for (int from = 0; from < samples.length; from += size) {
      float[] part = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + size));
      AVFrame frame = avutil.av_frame_alloc();
      try {
        frame.format(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(movie.samplesPerSecond());
        frame.nb_samples(part.length).pts(from);
        avutil.av_channel_layout_default(frame.ch_layout(), 1);
        file.check(avutil.av_frame_get_buffer(frame, 0));
        new FloatPointer(frame.data(0)).put(part);
        encoder.encode(frame);
      } finally {
        avutil.av_frame_free(frame);
      }
    }
    encoder.finish();
  }

  private void writeFrames(Mp4Encoder encoder) throws IOException {
    SwsContext scaler = swscale.sws_alloc_context();
    try {
      for (int i = 0; i < movie.pictures(); i++) {
        writeFrame(i, scaler, encoder);
      }
    } finally {
      swscale.sws_free_context(scaler);
    }
    encoder.finish();
  }

  private void writeFrame(int i, SwsContext scaler, Mp4Encoder encoder) throws IOException {
    BufferedImage image = movie.picture().apply(i);
    AVFrame rgb = avutil.av_frame_alloc();
    AVFrame yuv = avutil.av_frame_alloc();
    try {
      allocate(rgb, image, avutil.AV_PIX_FMT_0RGB32);
      copy(image, rgb);
      allocate(yuv, image, avutil.AV_PIX_FMT_YUV420P);
      file.check(swscale.sws_scale_frame(scaler, yuv, rgb));
      yuv.pts(i).duration(1);
      encoder.encode(yuv);
    } finally {
      avutil.av_frame_free(rgb);
      avutil.av_frame_free(yuv);
    }
  }

  private void allocate(AVFrame frame, BufferedImage image, int format) throws IOException {
    frame.format(format).width(image.getWidth()).height(image.getHeight());
    file.check(avutil.av_frame_get_buffer(frame, 0));
  }

  private static void copy(BufferedImage image, AVFrame frame) {
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    IntPointer rows = new IntPointer(frame.data(0));
    for (int y = 0; y < image.getHeight(); y++) {
      rows.position((long) y * frame.linesize(0) / Integer.BYTES)
          .put(pixels, y * image.getWidth(), image.getWidth());
    }
  }
}
