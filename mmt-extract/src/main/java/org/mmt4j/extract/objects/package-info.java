/** Expert {@code objects}: a detector of objects, and their names as vectors of text. */
@NullMarked
package org.mmt4j.extract.objects;

import org.jspecify.annotations.NullMarked;
