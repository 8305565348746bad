/** Preprocessing of images and clips for networks. */
@NullMarked
package org.mmt4j.extract.image;

import org.jspecify.annotations.NullMarked;
