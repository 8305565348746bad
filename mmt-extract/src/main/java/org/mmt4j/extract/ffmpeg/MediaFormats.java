package org.mmt4j.extract.ffmpeg;

/**
 * The formats that are read, by FFmpeg's names: those of video files and subtitles. Left out are
 * playlists and scripts, which make FFmpeg open other files or addresses (concat, dash, hls, imf,
 * mlv, vobsub), patterns of file names (image2), protocols (rtsp, sdp) and data without a header.
 */
final class MediaFormats {

  private static final String VIDEOS =
      "3dostr,4xm,amv,anm,apng,asf,asf_o,av1,avi,avs,avs2,avs3,bethsoftvid,bfi,bink,bmv,c93,"
          + "cavsvideo,cdg,cdxl,cine,dhav,dirac,dnxhd,dsicin,dv,dxa,ea,evc,film_cpk,filmstrip,flic,"
          + "flv,gif,gxf,h261,h263,h264,hevc,hnm,idcin,iff,ifv,ingenient,ipmovie,ipu,iv8,ivf,ivr,"
          + "jpegxl_anim,jv,kux,live_flv,lmlm4,luodat,lvf,lxf,m4v,matroska,webm,mgsts,mjpeg,"
          + "mjpeg_2000,mm,moflex,mov,mp4,m4a,3gp,3g2,mj2,mpeg,mpegts,mpegvideo,msnwctcp,mtv,mv,"
          + "mvi,mxf,mxg,nc,nsv,nut,nuv,obu,ogg,paf,pdv,pmp,pva,r3d,rl2,rm,roq,rpl,sdr2,siff,smjpeg,"
          + "smk,smush,svs,swf,thp,tiertexseq,tmv,ty,txd,usm,vc1,vc1test,vivo,vividas,vmd,vvc,wc3movie,"
          + "wsvqa,wtv,xmv,yop,yuv4mpegpipe";

  /** Single pictures, which have the endings of videos when they are named wrongly. */
  private static final String PICTURES =
      "bmp_pipe,gif_pipe,j2k_pipe,jpeg_pipe,jpegxl_pipe,png_pipe,tiff_pipe,webp_pipe";

  private static final String SUBTITLES =
      "aqtitle,ass,jacosub,lrc,microdvd,mpl2,mpsub,pjs,realtext,sami,scc,srt,stl,subviewer,subviewer1,"
          + "sup,tedcaptions,vplayer,webvtt";

  private MediaFormats() {}

  /** Returns the names, separated by commas. */
  static String names() {
    return VIDEOS + "," + PICTURES + "," + SUBTITLES;
  }
}
