package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Adds subtitle tracks of any codec to a clip. */
final class SubtitledClip {

  /** A packet of a track; times in milliseconds. */
  record Packet(long start, long duration, byte[] data) {}

  private record Track(int codec, String language, int disposition, List<Packet> packets) {}

  private static final int MILLISECONDS = 1000;

  private final Path source;
  private final List<Track> tracks = new ArrayList<>();

  private SubtitledClip(Path source) {
    this.source = source;
  }

  static SubtitledClip of(TestClip clip) {
    return new SubtitledClip(clip.write());
  }

  SubtitledClip track(int codec, String language, Packet... packets) {
    return track(codec, language, 0, packets);
  }

  SubtitledClip track(int codec, String language, int disposition, Packet... packets) {
    tracks.add(new Track(codec, language, disposition, List.of(packets)));
    return this;
  }

  /** Writes the file; its extension selects the format. */
  Path write(Path file) {
    AVFormatContext input = new AVFormatContext(null);
    check(avformat.avformat_open_input(input, source.toString(), (AVInputFormat) null, null));
    check(avformat.avformat_find_stream_info(input, (AVDictionary) null));
    AVFormatContext output = new AVFormatContext(null);
    check(avformat.avformat_alloc_output_context2(output, null, null, file.toString()));
    for (int i = 0; i < input.nb_streams(); i++) {
      AVStream copy = avformat.avformat_new_stream(output, null);
      check(avcodec.avcodec_parameters_copy(copy.codecpar(), input.streams(i).codecpar()));
      copy.codecpar().codec_tag(0);
      copy.time_base(input.streams(i).time_base());
    }
    tracks.forEach(track -> addStream(output, track));
    AVIOContext bytes = new AVIOContext(null);
    check(avformat.avio_open(bytes, file.toString(), avformat.AVIO_FLAG_WRITE));
    output.pb(bytes);
    check(avformat.avformat_write_header(output, (AVDictionary) null));
    writeTracks(output, input.nb_streams());
    copyPackets(input, output);
    check(avformat.av_write_trailer(output));
    avformat.avio_closep(bytes);
    avformat.avformat_free_context(output);
    avformat.avformat_close_input(input);
    return file;
  }

  private static void addStream(AVFormatContext output, Track track) {
    AVStream stream = avformat.avformat_new_stream(output, null);
    stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_SUBTITLE);
    stream.codecpar().codec_id(track.codec());
    stream.codecpar().width(64).height(48);
    stream.time_base(new AVRational().num(1).den(MILLISECONDS));
    stream.disposition(track.disposition());
    AVDictionary metadata = new AVDictionary(null);
    avutil.av_dict_set(metadata, "language", track.language(), 0);
    stream.metadata(metadata);
  }

  private void writeTracks(AVFormatContext output, int first) {
    record Placed(int stream, Packet packet) {}
    List<Placed> all = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      for (Packet packet : tracks.get(i).packets()) {
        all.add(new Placed(first + i, packet));
      }
    }
    all.sort(Comparator.comparingLong(placed -> placed.packet().start()));
    for (Placed placed : all) {
      AVPacket packet = avcodec.av_packet_alloc();
      byte[] data = placed.packet().data();
      check(avcodec.av_new_packet(packet, data.length));
      packet.data().put(data);
      packet.stream_index(placed.stream());
      packet.pts(placed.packet().start()).dts(placed.packet().start());
      packet.duration(placed.packet().duration());
      packet.flags(avcodec.AV_PKT_FLAG_KEY);
      AVRational milliseconds = new AVRational().num(1).den(MILLISECONDS);
      avcodec.av_packet_rescale_ts(
          packet, milliseconds, output.streams(placed.stream()).time_base());
      check(avformat.av_interleaved_write_frame(output, packet));
      avcodec.av_packet_free(packet);
    }
  }

  private static void copyPackets(AVFormatContext input, AVFormatContext output) {
    AVPacket packet = avcodec.av_packet_alloc();
    while (avformat.av_read_frame(input, packet) >= 0) {
      int index = packet.stream_index();
      avcodec.av_packet_rescale_ts(
          packet, input.streams(index).time_base(), output.streams(index).time_base());
      packet.pos(-1);
      check(avformat.av_interleaved_write_frame(output, packet));
    }
    avcodec.av_packet_free(packet);
  }

  private static int check(int code) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg: " + Ffmpeg.message(code));
    }
    return code;
  }
}
