package org.mmt4j.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Writes an .mp4 file: first add the tracks, then call {@link #start} to write the header, then
 * write packets in any order of tracks, then call {@link #finish}.
 */
final class Mp4File implements AutoCloseable {

  private static final int MESSAGE_BYTES = 128;
  private static final int TICKS = 1000;

  private final Path file;
  private final AVFormatContext context = new AVFormatContext(null);
  private final AVIOContext output = new AVIOContext(null);

  private Mp4File(Path file) {
    this.file = file;
  }

  /** Creates the file or truncates an existing one. */
  static Mp4File create(Path file) throws IOException {
    Mp4File created = new Mp4File(file);
    try {
      created.open();
      return created;
    } catch (IOException e) {
      created.close();
      throw e;
    }
  }

  private void open() throws IOException {
    check(avformat.avformat_alloc_output_context2(context, null, "mp4", file.toString()));
    // Makes the bytes reproducible.
    context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    check(avformat.avio_open(output, file.toString(), avformat.AVIO_FLAG_WRITE));
    context.pb(output);
  }

  /** Adds a track for the packets of an open encoder. */
  AVStream track(AVCodecContext encoder) throws IOException {
    AVStream stream = avformat.avformat_new_stream(context, null);
    check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
    stream.time_base(encoder.time_base());
    return stream;
  }

  /** Adds a track of timed text. */
  AVStream textTrack() {
    AVStream stream = avformat.avformat_new_stream(context, null);
    stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_SUBTITLE);
    stream.codecpar().codec_id(avcodec.AV_CODEC_ID_MOV_TEXT);
    stream.time_base(new AVRational().num(1).den(TICKS));
    return stream;
  }

  /** Writes the header. */
  void start() throws IOException {
    check(avformat.avformat_write_header(context, (AVDictionary) null));
  }

  /** Writes a packet, with times in the time base of its track. Takes over the packet's data. */
  void write(AVPacket packet, AVStream track) throws IOException {
    packet.stream_index(track.index());
    check(avformat.av_interleaved_write_frame(context, packet));
  }

  /** Writes a subtitle with its start and end in seconds: its length as 16 bits, then UTF-8. */
  void write(String text, double start, double end, AVStream track) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      check(avcodec.av_new_packet(packet, Short.BYTES + bytes.length));
      packet.data().put(0, (byte) (bytes.length >> 8)).put(1, (byte) bytes.length);
      packet.data().position(Short.BYTES).put(bytes);
      long from = ticks(start, track);
      packet.pts(from).dts(from).duration(ticks(end, track) - from);
      write(packet, track);
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  private static long ticks(double second, AVStream track) {
    return Math.round(second * track.time_base().den() / track.time_base().num());
  }

  /** Writes the trailer and closes the file. */
  void finish() throws IOException {
    check(avformat.av_write_trailer(context));
    check(avformat.avio_closep(output));
  }

  /**
   * Returns a result of FFmpeg.
   *
   * @throws IOException if the result is an error code
   */
  int check(int result) throws IOException {
    if (result < 0) {
      byte[] message = new byte[MESSAGE_BYTES];
      avutil.av_strerror(result, message, message.length);
      String text = new String(message, StandardCharsets.UTF_8);
      throw new IOException(file + ": cannot be written: " + text.substring(0, text.indexOf('\0')));
    }
    return result;
  }

  @Override
  public void close() {
    avformat.avio_closep(output);
    avformat.avformat_free_context(context);
  }
}
