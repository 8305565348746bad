package org.mmt4j.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.extract.ffmpeg.ReferringMovie;
import org.mmt4j.extract.ffmpeg.TestClip;

/**
 * Extracts crafted files in a separate process, and looks at its system calls (Debian's package
 * strace): it opens no file that they refer to, and no connection. The programme ffprobe, of the
 * package ffmpeg, opens some of them, so they are not harmless by accident.
 */
@Tag("cases")
class OpenedFilesTest {

  /** The name of files that none may open; they are valid transport streams. */
  private static final String DECOY = "decoy.bin";

  private static final String ADDRESS = "http://127.0.0.1:9/" + DECOY;

  @TempDir Path folder;

  private Path videos;

  @BeforeEach
  void writeFiles() throws IOException {
    videos = Files.createDirectories(folder.resolve("videos"));
    Path decoy = TestClip.of(folder.resolve("decoy.ts")).television().write();
    Files.move(decoy, folder.resolve(DECOY));
    Files.copy(folder.resolve(DECOY), videos.resolve(DECOY));
    for (String target : List.of(DECOY, folder.resolve(DECOY).toString(), ADDRESS)) {
      writeScripts(target.equals(DECOY) ? "near" : target.equals(ADDRESS) ? "net" : "far", target);
    }
    write(
        "session.mp4",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 32\n");
    writeMovies();
    writeMatroska();
    writeSubtitles();
  }

  private void writeScripts(String name, String target) throws IOException {
    write(name + "-concat.mp4", "ffconcat version 1.0\nfile '" + target + "'\n");
    String hls =
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:1.0,\n" + target + "\n#EXT-X-ENDLIST\n";
    write(name + "-hls.mp4", hls);
    write(name + "-hls.ts", hls);
    write(
        name + "-dash.mp4",
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
            + " mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet contentType=\"video\">"
            + "<Representation id=\"1\" bandwidth=\"1000\" mimeType=\"video/mp4\"><BaseURL>"
            + target
            + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n");
    write(name + "-reference.mov", "[Reference]\nRef1=" + target + "\n");
    write(
        name + "-window.wmv",
        "<ASX version=\"3\"><Entry><Ref href=\"" + target + "\"/></Entry></ASX>");
  }

  private void writeMovies() throws IOException {
    byte[] movie = Files.readAllBytes(TestClip.of(folder.resolve("movie.mov")).write());
    Files.write(videos.resolve("alias.mov"), ReferringMovie.withAlias(movie, DECOY));
    Files.write(
        videos.resolve("address.mov"),
        ReferringMovie.withAddress(movie, folder.resolve(DECOY).toUri().toString()));
    Files.write(videos.resolve("net.mov"), ReferringMovie.withAddress(movie, ADDRESS));
  }

  /** A segment that names the next one, with a font attached under the path of a file. */
  private void writeMatroska() throws IOException {
    Path plain = TestClip.of(folder.resolve("plain.mkv")).write();
    run(
        "ffmpeg",
        "-loglevel",
        "error",
        "-i",
        plain.toString(),
        "-c",
        "copy",
        "-attach",
        plain.toString(),
        "-metadata:s:t",
        "mimetype=font/ttf",
        "-metadata:s:t",
        "filename=../" + DECOY,
        videos.resolve("segment.mkv").toString());
    byte[] bytes = Files.readAllBytes(videos.resolve("segment.mkv"));
    int application = Bytes.indexOf(bytes, new byte[] {0x57, 0x41});
    int length = bytes[application + 2] & 0x7f;
    byte[] name = Arrays.copyOf(DECOY.getBytes(UTF_8), length - 1);
    System.arraycopy(new byte[] {0x3e, (byte) 0x83, (byte) 0xbb}, 0, bytes, application, 3);
    bytes[application + 3] = (byte) (0x80 | (length - 1));
    System.arraycopy(name, 0, bytes, application + 4, name.length);
    Files.write(videos.resolve("segment.mkv"), bytes);
  }

  private void writeSubtitles() throws IOException {
    TestClip.of(videos.resolve("talk.mp4")).frames(100, 25).write();
    TestClip.of(videos.resolve("speech.mp4")).frames(100, 25).write();
    write(
        "talk.ass",
        """
        [Script Info]
        ScriptType: v4.00+
        Audio File: decoy.bin
        Video File: decoy.bin

        [V4+ Styles]
        Format: Name, Fontname, Fontsize
        Style: Default,FOLDER/decoy.bin,20

        [Fonts]
        fontname: FOLDER/decoy.bin

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        Dialogue: 0,0:00:00.50,0:00:01.50,Default,,0,0,0,,{\\fnFOLDER/decoy.bin}a dog barks
        """
            .replace("FOLDER", folder.toString()));
    write(
        "speech.vtt",
        "WEBVTT\n\nSTYLE\n::cue { background-image: url("
            + ADDRESS
            + "); }\n\n"
            + "00:00:00.500 --> 00:00:01.500\na dog barks\n");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(videos.resolve(name), content);
  }

  @Test
  void noOtherFileAndNoConnectionIsOpened() throws IOException {
    List<String> command = new ArrayList<>(List.of("-e", "trace=open,openat,connect,socket"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OpenedFilesTest.class.getName(), videos.toString()));
    command.add(folder.resolve("features").toString());
    List<String> calls = trace(command);
    assertEquals(List.of(), calls.stream().filter(call -> call.contains(DECOY)).toList());
    assertEquals(
        List.of(), calls.stream().filter(c -> c.matches(".*connect\\(.*AF_INET.*")).toList());
    try (Stream<Path> files = Files.list(videos)) {
      for (Path file : files.filter(f -> !f.endsWith(DECOY)).toList()) {
        assertTrue(
            calls.stream().anyMatch(c -> c.contains("/" + file.getFileName() + "\"")),
            file.toString());
      }
    }
    assertTrue(Files.exists(folder.resolve("features/t/a/l/talk.h5")));
  }

  /** Extracts a folder of videos. */
  public static void main(String[] folders) throws IOException {
    FeatureExtraction.of(FeatureExtractors.find(Optional.empty()))
        .run(Path.of(folders[0]), Path.of(folders[1]));
  }

  @ParameterizedTest
  @CsvSource({
    "near-concat.mp4, -safe 0",
    "far-concat.mp4, -safe 0",
    "near-hls.mp4, -allowed_extensions ALL -extension_picky 0",
    "alias.mov, -enable_drefs 1 -use_absolute_path 1"
  })
  void ffprobeOpensWhatTheFileRefersTo(String name, String options) throws IOException {
    List<String> command = new ArrayList<>(List.of("-e", "trace=open,openat", "ffprobe"));
    command.addAll(List.of(options.split(" ")));
    command.add(videos.resolve(name).toString());
    assertTrue(trace(command).stream().anyMatch(call -> call.contains(DECOY)));
  }

  /** Runs a command, and returns its system calls and those of its children. */
  private List<String> trace(List<String> command) throws IOException {
    Path log = folder.resolve("calls.txt");
    List<String> all = new ArrayList<>(List.of("strace", "-f", "-qq", "-s", "4096", "-o"));
    all.add(log.toString());
    all.addAll(command);
    run(all.toArray(String[]::new));
    return Files.readAllLines(log, ISO_8859_1);
  }

  private static void run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    process.getInputStream().readAllBytes();
    process.onExit().join();
  }
}
