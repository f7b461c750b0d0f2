/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what is wrong, in one sentence for each thing that the user can put right. */
final class Failures {

    private Failures() {}

    /** A command that ran and failed. What nobody foresaw goes on to picocli, which prints its stack trace. */
    static int wrong(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        PrintWriter err = commandLine.getErr();
        if (e instanceof ConfigException wrong) {
            tell(wrong, err);
        } else if (e instanceof Problem) {
            err.println("dispatcher: " + e.getMessage());
        } else if (e instanceof IOException io) {
            err.println("dispatcher: " + sentence(io));
        } else {
            throw e;
        }
        err.flush();
        return Main.WRONG;
    }

    static void tell(ConfigException wrong, PrintWriter err) {
        wrong.mistakes().forEach(err::println);
    }

    private static String sentence(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written";
        }
        if (e instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is there already, and is no folder";
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** A command line that was not understood. */
    static int misunderstood(ParameterException e, String[] args) {
        CommandLine at = e.getCommandLine();
        PrintWriter err = at.getErr();
        if (args.length == 0) {
            at.usage(err);
        } else {
            String name = at.getCommandSpec().qualifiedName();
            String sentence = e instanceof UnmatchedArgumentException unmatched
                    ? unmatched(unmatched, at)
                    : String.valueOf(e.getMessage()).strip();
            err.println("dispatcher: " + sentence + (sentence.endsWith("?") ? " " : "; ") + "see " + name + " --help");
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException e, CommandLine at) {
        String word = e.getUnmatched().get(0);
        if (word.startsWith("-")) {
            String hint = at.getCommandSpec().positionalParameters().isEmpty()
                    ? ""
                    : ", and words that begin with a dash stand behind --";
            return "there is no option '" + word + "'" + hint
                    + didYouMean(word, at.getCommandSpec().optionsMap().keySet());
        }
        if (!at.getSubcommands().isEmpty()) {
            return "there is no command '" + word + "'"
                    + didYouMean(word, at.getSubcommands().keySet());
        }
        return "'" + word + "' is too much";
    }

    static String didYouMean(String word, Collection<String> known) {
        return Suggestion.of(word, known)
                .map(found -> "; did you mean '" + found + "'?")
                .orElse("");
    }
}
