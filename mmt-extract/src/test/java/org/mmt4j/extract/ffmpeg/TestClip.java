package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.SubtitleCue;

/** A video file for tests: its frames, audio and subtitles, and their encoding. */
public final class TestClip {

  /** The pixels of each frame. */
  @FunctionalInterface
  public interface Painter {
    /** Returns red, green and blue, 8 bits each, of a pixel of frame {@code index}. */
    int rgb(int index, int x, int y);
  }

  /** The audio at each time. */
  @FunctionalInterface
  public interface Sound {
    /** Returns a value in [-1, 1]. */
    double at(double second, int channel);
  }

  final Path file;
  String videoCodec = "mpeg4";
  int pixelFormat = avutil.AV_PIX_FMT_YUV420P;
  int width = 64;
  int height = 48;
  double[] seconds = IntStream.range(0, 25).mapToDouble(i -> i / 25.0).toArray();
  int framesPerSecond = 25;
  Painter painter = (index, x, y) -> 0x808080;
  int rotation;
  int pixelAspectRatio = 1;
  String audioCodec = "";
  int rate;
  int channels;
  double soundStart;
  double soundEnd;
  double gapStart = Double.MAX_VALUE;
  double gapEnd;
  Sound sound = (second, channel) -> 0;
  ImmutableList<SubtitleCue> cues = ImmutableList.of();
  boolean headerFirst;
  boolean fragmented;
  boolean interlaced;
  boolean topFieldFirst;
  double leapFrom = Double.MAX_VALUE;
  double leap;
  int soundTracks = 1;
  boolean soundTracksInTurn;
  int firstPid = 0x100;

  private TestClip(Path file) {
    this.file = file;
  }

  /**
   * Creates a clip, by default one second of grey video without audio; the file extension selects
   * the format.
   */
  public static TestClip of(Path file) {
    return new TestClip(file);
  }

  /** Encodes frames losslessly: FFV1 of RGB, for .mkv and .avi. */
  public TestClip lossless() {
    videoCodec = "ffv1";
    pixelFormat = avutil.AV_PIX_FMT_BGR0;
    return this;
  }

  /** Encodes each frame independently. */
  public TestClip mjpeg() {
    videoCodec = "mjpeg";
    pixelFormat = avutil.AV_PIX_FMT_YUVJ420P;
    return this;
  }

  /** Omits the video stream. */
  public TestClip withoutFrames() {
    videoCodec = "";
    seconds = new double[0];
    return this;
  }

  /** Sets the stored size. */
  public TestClip size(int storedWidth, int storedHeight) {
    width = storedWidth;
    height = storedHeight;
    return this;
  }

  /** Sets a constant frame rate. */
  public TestClip frames(int count, int perSecond) {
    framesPerSecond = perSecond;
    seconds = IntStream.range(0, count).mapToDouble(i -> (double) i / perSecond).toArray();
    return this;
  }

  /** Sets the times of the frames in seconds, with a resolution of 1 ms. */
  public TestClip framesAt(double... times) {
    seconds = times.clone();
    return this;
  }

  /** Sets the content of the frames. */
  public TestClip painted(Painter value) {
    painter = value;
    return this;
  }

  /** Sets the clockwise rotation in degrees for showing the stored frames. */
  public TestClip rotated(int degrees) {
    rotation = degrees;
    return this;
  }

  /** Sets the width of a pixel divided by its height. */
  public TestClip pixelAspectRatio(int ratio) {
    pixelAspectRatio = ratio;
    return this;
  }

  /** Sets the audio, of 16 bits or the sample format of the codec. */
  public TestClip sound(String codec, int samplesPerSecond, int channelCount, Sound value) {
    audioCodec = codec;
    rate = samplesPerSecond;
    channels = channelCount;
    sound = value;
    return soundFor(0, 1);
  }

  /** Sets the start and end of the audio in seconds. */
  public TestClip soundFor(double from, double until) {
    soundStart = from;
    soundEnd = until;
    return this;
  }

  /** Sets a time span in seconds without audio packets. */
  public TestClip soundGap(double from, double until) {
    gapStart = from;
    gapEnd = until;
    return this;
  }

  /** Sets the subtitles. */
  public TestClip subtitles(SubtitleCue... values) {
    cues = ImmutableList.copyOf(values);
    return this;
  }

  /** Writes the header of an .mp4 at the start of the file. */
  public TestClip headerFirst() {
    headerFirst = true;
    return this;
  }

  /** Encodes as digital television does: MPEG-2, for .ts and .mkv. */
  public TestClip television() {
    videoCodec = "mpeg2video";
    return this;
  }

  /** Sets the pixel format of the encoder. */
  public TestClip pixelFormat(int value) {
    pixelFormat = value;
    return this;
  }

  /**
   * Marks the frames as interlaced: the rows of each are two fields, of which the painter makes the
   * later one as it likes.
   */
  public TestClip interlaced(boolean topFirst) {
    interlaced = true;
    topFieldFirst = topFirst;
    return this;
  }

  /** Adds to all timestamps of frames and audio from a time on, in seconds. */
  public TestClip leap(double from, double seconds) {
    leapFrom = from;
    leap = seconds;
    return this;
  }

  /** Writes the audio as several tracks that are alike. */
  public TestClip soundTracks(int count) {
    soundTracks = count;
    return this;
  }

  /** Writes an equal share of the audio to each track, one after another. */
  public TestClip soundTracksInTurn(int count) {
    soundTracks = count;
    soundTracksInTurn = true;
    return this;
  }

  /** Encodes as MPEG-4, the default. */
  public TestClip mpeg4() {
    videoCodec = "mpeg4";
    return this;
  }

  /** Writes the header of an .mp4 at its start, and others before each of its fragments. */
  public TestClip fragmented() {
    fragmented = true;
    return this;
  }

  /** Encodes for .flv. */
  public TestClip flash() {
    videoCodec = "flv";
    return this;
  }

  /** Sets the identifier of the first stream of a .ts; the others have the next ones. */
  public TestClip firstPid(int value) {
    firstPid = value;
    return this;
  }

  /** Writes the file. */
  public Path write() {
    new TestClipWriter(this).write();
    return file;
  }
}
