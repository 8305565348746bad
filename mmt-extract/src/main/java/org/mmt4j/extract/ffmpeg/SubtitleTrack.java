package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.subtitles.SubtitleLanguage;

/**
 * A subtitle track of a file, as its header describes it.
 *
 * @param stream index of its stream
 * @param codec name of its codec
 * @param isText whether the codec is one of text
 * @param isPartial whether the track has only the foreign parts of a film, or a commentary
 * @param language as the file states it; empty if it states none
 */
record SubtitleTrack(int stream, String codec, boolean isText, boolean isPartial, String language) {

  private static final int PARTIAL =
      avformat.AV_DISPOSITION_FORCED | avformat.AV_DISPOSITION_COMMENT;

  private static final Comparator<SubtitleTrack> ORDER =
      Comparator.comparing((SubtitleTrack track) -> !track.isText())
          .thenComparing(SubtitleTrack::isPartial)
          .thenComparing(track -> SubtitleLanguage.rank(track.language()));

  /**
   * Returns the tracks of a file in the order in which they are tried: without a language, in
   * English, in other languages; last partial ones, and those that are not text.
   */
  static ImmutableList<SubtitleTrack> of(Demuxer demuxer) {
    return demuxer.subtitleStreams().stream()
        .map(SubtitleTrack::of)
        .sorted(ORDER)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns what messages call the track. */
  @Override
  public String toString() {
    return "subtitle stream " + stream + " (" + codec + ")";
  }

  private static SubtitleTrack of(AVStream stream) {
    AVCodecDescriptor codec = avcodec.avcodec_descriptor_get(stream.codecpar().codec_id());
    return new SubtitleTrack(
        stream.index(),
        avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString(),
        codec != null && (codec.props() & avcodec.AV_CODEC_PROP_TEXT_SUB) != 0,
        (stream.disposition() & PARTIAL) != 0,
        language(stream.metadata()));
  }

  private static String language(AVDictionary metadata) {
    AVDictionaryEntry entry = avutil.av_dict_get(metadata, "language", null, 0);
    return entry == null ? "" : entry.value().getString();
  }
}
