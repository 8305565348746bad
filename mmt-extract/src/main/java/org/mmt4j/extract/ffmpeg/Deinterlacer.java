package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avfilter.AVBufferSrcParameters;
import org.bytedeco.ffmpeg.avfilter.AVFilter;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.VideoFileException;

/**
 * Deinterlaces the frames that the decoder marks as interlaced, with FFmpeg's filter bwdif: one
 * frame for each interlaced frame, at its time. Other frames stay as they are, and so do interlaced
 * ones that the filter does not read, such as those of fewer than 4 lines. The filter reads ahead
 * by one frame.
 */
final class Deinterlacer implements FrameDecoder {

  /** AV_FRAME_FLAG_INTERLACED, which the Java bindings do not have. */
  static final int INTERLACED = 1 << 3;

  private final Decoder decoder;
  private final AVRational timeBase;
  private final AVFrame input = Ffmpeg.allocated(avutil.av_frame_alloc());
  private @Nullable Graph graph;
  private boolean hasInput;

  /**
   * Owns the decoder.
   *
   * @param timeBase of the stream
   */
  Deinterlacer(Decoder decoder, AVRational timeBase) {
    this.decoder = decoder;
    this.timeBase = timeBase;
  }

  @Override
  public boolean next(AVFrame frame) throws VideoFileException {
    while (graph != null || decode()) {
      if (graph == null) {
        graph = isInterlaced(input) ? Graph.open(input, timeBase) : null;
      }
      if (graph == null) {
        avutil.av_frame_unref(frame);
        avutil.av_frame_move_ref(frame, input);
        hasInput = false;
        return true;
      }
      if (graph.receive(frame)) {
        return true;
      }
      feed(graph);
    }
    return false;
  }

  @Override
  public int damaged() {
    return decoder.damaged();
  }

  private boolean decode() throws VideoFileException {
    if (!hasInput) {
      hasInput = decoder.next(input);
      ColourTags.removeUnknown(input);
    }
    return hasInput;
  }

  /** Sends the next frame; before one of another size or format, drains and replaces the graph. */
  private void feed(Graph current) throws VideoFileException {
    if (current.isEnded()) {
      current.close();
      graph = null;
    } else if (decode() && current.reads(input)) {
      current.send(input);
      hasInput = false;
    } else {
      current.end();
    }
  }

  private static boolean isInterlaced(AVFrame frame) {
    return (frame.flags() & INTERLACED) != 0 && !FloatLuma.isRequired(frame.format());
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
    }
    avutil.av_frame_free(input);
    decoder.close();
  }

  /** A filter graph for frames of one size and format. */
  private static final class Graph implements AutoCloseable {

    private final AVFilterGraph graph = Ffmpeg.allocated(avfilter.avfilter_graph_alloc());
    private final AVFilterContext source;
    private final AVFilterContext sink;
    private final AVRational timeBase;
    private final int format;
    private final int width;
    private final int height;
    private final int colours;
    private final int range;
    private boolean draining;
    private boolean ended;

    private Graph(AVFrame first, AVRational timeBase) {
      this.timeBase = timeBase;
      graph.nb_threads(1);
      source = filter("buffer");
      sink = filter("buffersink");
      format = first.format();
      width = first.width();
      height = first.height();
      colours = first.colorspace();
      range = first.color_range();
    }

    private AVFilterContext filter(String name) {
      AVFilter filter = Ffmpeg.allocated(avfilter.avfilter_get_by_name(name));
      return Ffmpeg.allocated(avfilter.avfilter_graph_alloc_filter(graph, filter, name));
    }

    /** Returns a graph for frames like this one, or null if the filter does not read them. */
    static @Nullable Graph open(AVFrame first, AVRational timeBase) {
      Graph graph = new Graph(first, timeBase);
      if (graph.configure()) {
        return graph;
      }
      graph.close();
      return null;
    }

    private boolean configure() {
      AVBufferSrcParameters parameters = Ffmpeg.allocated(avfilter.av_buffersrc_parameters_alloc());
      parameters.format(format).width(width).height(height).time_base(timeBase);
      parameters.color_space(colours).color_range(range);
      int code = avfilter.av_buffersrc_parameters_set(source, parameters);
      avutil.av_free(parameters);
      AVFilterContext bwdif = filter("bwdif");
      return code >= 0
          && avfilter.avfilter_init_str(source, (BytePointer) null) >= 0
          && avfilter.avfilter_init_str(bwdif, "mode=send_frame:deint=interlaced") >= 0
          && avfilter.avfilter_init_str(sink, (BytePointer) null) >= 0
          && avfilter.avfilter_link(source, 0, bwdif, 0) >= 0
          && avfilter.avfilter_link(bwdif, 0, sink, 0) >= 0
          && avfilter.avfilter_graph_config(graph, null) >= 0;
    }

    boolean reads(AVFrame frame) {
      return frame.format() == format
          && frame.width() == width
          && frame.height() == height
          && frame.colorspace() == colours
          && frame.color_range() == range;
    }

    /** Takes over the content of a frame; skips it if the filter fails. */
    void send(AVFrame frame) {
      avfilter.av_buffersrc_add_frame(source, frame);
      avutil.av_frame_unref(frame);
    }

    void end() {
      draining = true;
      avfilter.av_buffersrc_add_frame(source, null);
    }

    /**
     * Returns whether there is a frame. Its best-effort timestamp is that of the interlaced frame;
     * its duration is converted from the clock of the filter.
     */
    boolean receive(AVFrame frame) {
      int code = avfilter.av_buffersink_get_frame(sink, frame);
      ended = code < 0 && (draining || code != avutil.AVERROR_EAGAIN());
      if (code >= 0) {
        AVRational clock = avfilter.av_buffersink_get_time_base(sink);
        frame.duration(avutil.av_rescale_q(frame.duration(), clock, timeBase));
      }
      return code >= 0;
    }

    boolean isEnded() {
      return ended;
    }

    @Override
    public void close() {
      avfilter.avfilter_graph_free(graph);
    }
  }
}
