#!/usr/bin/env bash
# Makes 70 short clips with captions from photographs, recorded sentences and sounds of Debian packages: DATA/videos, DATA/captions.tsv.
# A caption follows by rule from what was put into the clip. Needs: apt-get install ffmpeg fonts-dejavu-core opencv-doc pocketsphinx-testdata
#   real-clips.sh DATA
# Downloads two more packages to DATA/packages, without installing them. Nothing of these packages is part of mmt.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=$1
mkdir -p "$data/videos" "$data/packages"
cd "$data"
(cd packages && apt-get download -q python3-skimage sound-theme-freedesktop && for package in *.deb; do dpkg-deb -x "$package" .; done)
cv=/usr/share/doc/opencv-doc/examples
skimage=packages/usr/lib/python3/dist-packages/skimage/data
speech=/usr/share/pocketsphinx/test/data
sounds=packages/usr/share/sounds/freedesktop/stereo
fonts=/usr/share/fonts/truetype/dejavu

photo() { eval echo "$(sed -n "$1p" "$here/real-clips/photos.tsv" | cut -f1)"; }
content() { sed -n "$1p" "$here/real-clips/photos.tsv" | cut -f2; }
field() { sed -n "$2p" "$here/real-clips/$1.tsv" | cut -f"$3"; }
lines() { wc -l < "$here/real-clips/$1.tsv"; }
samples() { # options of ffmpeg to read a recording
  case $1 in *.raw) echo "-f s16le -ar 16000 -ac 1 -i $1" ;; *) echo "-i $1" ;; esac
}

# clip ID PHOTO SECONDS DIRECTION AUDIO_OPTIONS FILTER
clip() {
  local x="(iw-ow)*t/$3"
  [ "$4" = left ] && x="(iw-ow)*(1-t/$3)"
  # shellcheck disable=SC2086
  ffmpeg -v error -nostdin -y -loop 1 -framerate 10 -t "$3" -i "$2" $5 \
    -vf "scale=640:480:force_original_aspect_ratio=increase,crop=512:384:x='$x':y='(ih-oh)/2',format=yuv420p$6" \
    -c:v mpeg4 -q:v 3 -c:a aac -t "$3" "videos/$1.mp4"
}

: > captions.tsv
styles=(DejaVuSans-Bold DejaVuSerif-Bold DejaVuSans)
colours=(white yellow)
for ((i = 1; i <= $(lines photos); i++)); do
  id=$(printf %02d "$i")
  text=$(field texts "$i" 1)
  clip "$id-text" "$(photo "$i")" 6 right "" ",drawtext=fontfile=$fonts/${styles[i % 3]}.ttf:text='$text':fontsize=30:\
fontcolor=${colours[i % 2]}:borderw=2:bordercolor=black:x=(w-text_w)/2:y=h*0.$((2 + i % 6)):enable='between(t,1,5)'"
  printf '%s-text\t%s, and the words %s\n' "$id" "$(content "$i")" "$text" >> captions.tsv

  n=$(((i - 1) % $(lines sentences) + 1))
  recording=$speech/$(field sentences "$n" 1)
  clip "$id-voice" "$(photo "$i")" 9 left "$(samples "$recording") -af adelay=1000,apad" ""
  printf '%s-voice\t%s, and a voice says %s\n' "$id" "$(content "$i")" "$(field sentences "$n" 2)" >> captions.tsv
done
for ((i = 1; i <= 6; i++)); do
  n=$(((i - 1) % $(lines sounds) + 1))
  clip "$(printf %02d "$i")-sound" "$(photo "$i")" 6 right "-i $sounds/$(field sounds "$n" 1) -af adelay=1000,apad" ""
  printf '%02d-sound\t%s, and %s\n' "$i" "$(content "$i")" "$(field sounds "$n" 2)" >> captions.tsv
done
