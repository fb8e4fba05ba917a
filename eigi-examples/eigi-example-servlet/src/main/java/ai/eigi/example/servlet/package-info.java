/**
 * Spring MVC on Tomcat, with and without virtual threads: a chat is streamed to a
 * browser. Made to be copied from.
 */
@NullMarked
package ai.eigi.example.servlet;

import org.jspecify.annotations.NullMarked;
