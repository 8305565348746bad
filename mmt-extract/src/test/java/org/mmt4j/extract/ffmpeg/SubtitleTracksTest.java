package org.mmt4j.extract.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.ffmpeg.SubtitledClip.Packet;

/** Which track of a file is read, and the codecs of tracks. */
class SubtitleTracksTest {

  private static final int SUBRIP = avcodec.AV_CODEC_ID_SUBRIP;

  @TempDir Path folder;

  @Test
  void trackWithoutDecoderIsSkippedWithNote() throws IOException {
    int undecodable = avcodec.AV_CODEC_ID_HDMV_TEXT_SUBTITLE;
    Video video =
        open(clip().track(undecodable, "", cue(100, "never")).track(SUBRIP, "", cue(100, "hello")));
    assertEquals(List.of("hello"), texts(video));
    assertEquals(
        List.of(
            "skipped subtitle stream 1 (hdmv_text_subtitle): found codec hdmv_text_subtitle,"
                + " expected one that this FFmpeg decodes"),
        video.notes());
  }

  @Test
  void videoWithoutUsableTrackHasNoCuesAndOneNote() throws IOException {
    Video video =
        open(
            clip()
                .track(avcodec.AV_CODEC_ID_HDMV_TEXT_SUBTITLE, "", cue(100, "never"))
                .track(avcodec.AV_CODEC_ID_HDMV_PGS_SUBTITLE, "", cue(100, "picture")));
    assertEquals(List.of(), texts(video));
    assertEquals(1, video.notes().size());
    assertTrue(
        video
            .notes()
            .get(0)
            .endsWith(
                "; subtitle stream 2 (hdmv_pgs_subtitle): found a codec that is not text,"
                    + " expected text"),
        video.notes().get(0));
  }

  @Test
  void picturesAreNotMentionedBesideText() throws IOException {
    Video video =
        open(
            clip()
                .track(avcodec.AV_CODEC_ID_HDMV_PGS_SUBTITLE, "", cue(100, "picture"))
                .track(SUBRIP, "", cue(100, "hello")));
    assertEquals(List.of("hello"), texts(video));
    assertEquals(List.of(), video.notes());
  }

  @Test
  void englishTrackComesBeforeOtherLanguagesAndForcedOnesLast() throws IOException {
    int forced = avformat.AV_DISPOSITION_FORCED;
    SubtitledClip clip =
        clip()
            .track(SUBRIP, "eng", forced, cue(100, "signs"))
            .track(SUBRIP, "ger", cue(100, "hallo"))
            .track(SUBRIP, "eng", cue(100, "hello"));
    assertEquals(List.of("hello"), texts(open(clip)));
  }

  @Test
  void emptyTrackIsFollowedByNextOne() throws IOException {
    Video video =
        open(clip().track(SUBRIP, "eng", cue(100, "{\\an8} ")).track(SUBRIP, "ger", cue(1, "ja")));
    assertEquals(List.of("ja"), texts(video));
    assertEquals(List.of(), video.notes());
  }

  @Test
  void readsAssWithoutDrawingsAndKaraoke() throws IOException {
    SubtitledClip clip =
        clip()
            .track(
                avcodec.AV_CODEC_ID_ASS,
                "",
                cue(0, "0,0,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}"),
                cue(200, "1,1,Default,,0,0,0,,{\\k20}a {\\k30}dog, {\\k40}bar{\\k20}king"));
    assertEquals(List.of("a dog, barking"), texts(open(clip)));
  }

  @Test
  void readsTimedTextWithoutItsStyles() throws IOException {
    byte[] style = {0, 0, 0, 12, 's', 't', 'y', 'l', 0, 0, 'a', 'b'};
    byte[] text = "grüß <b>Gott</b>".getBytes(UTF_8);
    byte[] wide = Bytes.concat(new byte[] {(byte) 0xfe, (byte) 0xff}, "дом".getBytes(UTF_16BE));
    Path file =
        clip()
            .track(
                avcodec.AV_CODEC_ID_MOV_TEXT,
                "",
                new Packet(100, 200, Bytes.concat(length(text), text, style)),
                new Packet(300, 200, new byte[2]),
                new Packet(500, 200, Bytes.concat(length(wide), wide)))
            .write(folder.resolve("text.mp4"));
    assertEquals(List.of("grüß Gott", "дом"), texts(FfmpegVideo.open("clip", file)));
  }

  private static byte[] length(byte[] text) {
    return new byte[] {0, (byte) text.length};
  }

  @Test
  void textInWindowsEncodingIsRead() throws IOException {
    byte[] text = "Grüße".getBytes(Charset.forName("windows-1252"));
    assertEquals(
        List.of("Grüße"), texts(open(clip().track(SUBRIP, "", new Packet(100, 200, text)))));
  }

  @Test
  void readsCodecThatFfmpegDecodes() throws IOException {
    SubtitledClip clip = clip().track(avcodec.AV_CODEC_ID_EIA_608, "", closedCaptions());
    Video video = FfmpegVideo.open("clip", clip.write(folder.resolve("captions.mov")));
    assertEquals(List.of("HI"), texts(video));
    SubtitleCue cue = video.subtitles().get(0);
    assertEquals(0.2, cue.start(), 0.05);
    assertTrue(cue.end() <= video.duration(), cue.toString());
  }

  /** Pop-on captions: load, clear, position, text, show. */
  private static Packet[] closedCaptions() {
    int[][] pairs = {{0x14, 0x20}, {0x14, 0x2e}, {0x14, 0x70}, {'H', 'I'}, {0x14, 0x2f}};
    return IntStream.range(0, pairs.length)
        .mapToObj(i -> new Packet(40L * i + 40, 40, triplet(pairs[i])))
        .toArray(Packet[]::new);
  }

  private static byte[] triplet(int[] pair) {
    return new byte[] {(byte) 0xfc, parity(pair[0]), parity(pair[1])};
  }

  private static byte parity(int value) {
    return (byte) (Integer.bitCount(value) % 2 == 0 ? value | 0x80 : value);
  }

  @Test
  void cuesBeforeBreakAreKept() throws IOException {
    Path whole =
        TestClip.of(folder.resolve("whole.mkv"))
            .mjpeg()
            .frames(100, 25)
            .painted((index, x, y) -> (index + 1) * (x + 3) * (y + 5) * 7919)
            .subtitles(new SubtitleCue(0.1, 0.5, "first"), new SubtitleCue(3.5, 3.9, "last"))
            .write();
    byte[] bytes = Files.readAllBytes(whole);
    Path broken = Files.write(folder.resolve("broken.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
    Video video = FfmpegVideo.open("clip", broken);
    assertEquals("first", texts(video).get(0));
    assertEquals(1, video.notes().size());
    assertTrue(video.notes().get(0).startsWith("found its end at second"), video.notes().get(0));
  }

  @Test
  void endlessCueNeitherRejectsNorProlongsVideo() throws IOException {
    Path file =
        clip()
            .track(
                SUBRIP, "", cue(100, "hello"), new Packet(500, 359_999_000, "bye".getBytes(UTF_8)))
            .write(folder.resolve("endless.mkv"));
    Video video = FfmpegVideo.open("clip", file);
    assertEquals(1, video.duration(), 0.05);
    List<SubtitleCue> cues = video.subtitles();
    assertEquals("bye", cues.get(1).text());
    assertEquals(1, cues.get(1).end(), 0.05);
  }

  @Test
  void fileBesideVideoComesBeforeTracks() throws IOException {
    Path file = clip().track(SUBRIP, "", cue(100, "inside")).write(folder.resolve("clip.mkv"));
    Files.writeString(folder.resolve("clip.srt"), "1\n00:00:00,100 --> 00:00:00,900\nbeside\n");
    assertEquals(List.of("beside"), texts(FfmpegVideo.open("clip", file)));
  }

  @Test
  void unusableFileBesideVideoIsFollowedByTrack() throws IOException {
    Path file = clip().track(SUBRIP, "", cue(100, "inside")).write(folder.resolve("clip.mkv"));
    Files.writeString(folder.resolve("clip.srt"), "<!DOCTYPE html>\n<p>Not found</p>\n");
    Video video = FfmpegVideo.open("clip", file);
    assertEquals(List.of("inside"), texts(video));
    assertEquals(
        List.of("skipped subtitles clip.srt: found no cue, expected at least one"), video.notes());
  }

  private SubtitledClip clip() {
    return SubtitledClip.of(TestClip.of(folder.resolve("source.mkv")));
  }

  private Video open(SubtitledClip clip) throws IOException {
    return FfmpegVideo.open("clip", clip.write(folder.resolve("clip.mkv")));
  }

  private static Packet cue(long start, String text) {
    return new Packet(start, 200, text.getBytes(UTF_8));
  }

  private static List<String> texts(Video video) throws IOException {
    return video.subtitles().stream().map(SubtitleCue::text).toList();
  }
}
