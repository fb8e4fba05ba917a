/**
 * A runnable application that chats, calls and reads conversations with
 * {@link ai.eigi.client.EigiOperations}, over HTTP and on a web page. Made to be copied
 * from.
 */
@NullMarked
package ai.eigi.sample;

import org.jspecify.annotations.NullMarked;
