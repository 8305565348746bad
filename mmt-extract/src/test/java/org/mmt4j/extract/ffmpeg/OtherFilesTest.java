package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.VideoFileException;

/** Files that refer to other files: those are not opened, though they are valid videos beside. */
class OtherFilesTest {

  private static final String PLAYLIST =
      "found a format that is not read, such as a playlist, expected a video";

  @TempDir Path folder;

  @BeforeEach
  void writeSecrets() {
    TestClip.of(folder.resolve("secret.ts")).television().write();
    TestClip.of(folder.resolve("secret.mp4")).write();
  }

  private record Script(String name, String content) {}

  static List<Script> scripts() {
    String hls =
        """
        #EXTM3U
        #EXT-X-VERSION:3
        #EXT-X-TARGETDURATION:10
        #EXTINF:1.0,
        secret.ts
        #EXT-X-ENDLIST
        """;
    String dash =
        """
        <?xml version="1.0"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"
            profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period>
        <AdaptationSet contentType="video">
        <Representation id="1" bandwidth="1000" mimeType="video/mp4">
        <BaseURL>secret.mp4</BaseURL>
        </Representation></AdaptationSet></Period></MPD>
        """;
    String session =
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 32\n";
    return List.of(
        new Script("concat.mp4", "ffconcat version 1.0\nfile secret.ts\n"),
        new Script("concat.ts", "ffconcat version 1.0\nfile 'secret.mp4'\n"),
        new Script("list.m3u8", hls),
        new Script("list.mp4", hls),
        new Script("manifest.mpd", dash),
        new Script("manifest.mp4", dash),
        new Script("session.mp4", session),
        new Script("decisions.mp4", "# mpv EDL v0\nsecret.ts\n"),
        new Script("reference.mp4", "[Reference]\nRef1=secret.ts\n"),
        new Script("names.mp4", "secret.ts\nsecret.mp4\n"));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptsAndPlaylistsAreRejected(Script script) throws IOException {
    Path file = Files.writeString(folder.resolve(script.name()), script.content());
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> FfmpegVideo.open("clip", file));
    assertTrue(error.getMessage().startsWith(file + ": "), error.getMessage());
  }

  @Test
  void playlistIsNamedAsTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("a.mp4"), scripts().get(0).content());
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> FfmpegVideo.open("clip", file));
    assertEquals(file + ": " + PLAYLIST, error.getMessage());
  }

  @Test
  void patternsOfFileNamesAreRejected() throws IOException {
    Path still = TestClip.of(folder.resolve("still1.mjpeg")).mjpeg().frames(1, 25).write();
    Files.copy(still, folder.resolve("still1.jpg"));
    Path file = Files.copy(still, folder.resolve("still%d.jpg"));
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> FfmpegVideo.open("clip", file));
    assertEquals(file + ": " + PLAYLIST, error.getMessage());
  }

  /** A QuickTime file whose data are in another file, as its alias says. */
  @Test
  void dataReferencesAreNotFollowed() throws IOException {
    TestClip clip = TestClip.of(folder.resolve("data.mov")).painted((index, x, y) -> 0xff0000);
    byte[] bytes = Files.readAllBytes(clip.write());
    Files.copy(clip.file, folder.resolve("red.mov"));
    Path file = folder.resolve("referring.mov");
    Files.write(file, ReferringMovie.withAlias(bytes, "red.mov"));
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> read(FfmpegVideo.open("clip", file)));
    assertTrue(error.getMessage().startsWith(file + ": "), error.getMessage());
  }

  private static List<Frame> read(FfmpegVideo video) throws IOException {
    try (FrameReader reader = video.frames(FrameSampling.all(), new FrameSize.Original())) {
      return List.of(reader.next().orElseThrow());
    }
  }
}
