// A long text being written: how much room is left, and nothing typed is lost.
// What the server has not kept yet is kept by the tab, so that a reload without a connection finds
// it again; it is forgotten as soon as the server has it (`saved`), or it was sent.
import { createElement as h, useEffect, useRef, useState } from "react";

const SAID_AFTER = 1000; // a reader that speaks at each key is switched off

const segments =
    typeof Intl !== "undefined" && Intl.Segmenter
        ? new Intl.Segmenter("fr", { granularity: "grapheme" })
        : null;

// Characters as one sees them, as the server counts them (services/text_length.py).
export const visibleLength = (text) => {
    if (!segments) return Array.from(text).length;
    let count = 0;
    for (const _ of segments.segment(text)) count += 1;
    return count;
};

const words = (left) => {
    const many = Math.abs(left) > 1 ? "s" : "";
    const count = Math.abs(left).toLocaleString("fr-FR");
    return `${count} caractère${many} ${left < 0 ? "en trop" : "restant" + many}`;
};

const shelf = {
    name: (keep) => `saisie:${keep}`,
    read(keep) {
        try {
            return JSON.parse(sessionStorage.getItem(this.name(keep)));
        } catch {
            return null;
        }
    },
    write(keep, value) {
        try {
            sessionStorage.setItem(this.name(keep), JSON.stringify(value));
        } catch {
            // Full or forbidden: the server keeps it in a moment.
        }
    },
    clear(keep) {
        try {
            sessionStorage.removeItem(this.name(keep));
        } catch {
            // Forbidden: there is nothing in it.
        }
    },
};

// As if it had been typed: React and the page hear of it.
const type = (field, text) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
};

// What is shown was sent, or comes back unsent from before the page was drawn anew.
const takeBack = (keep, field) => {
    const kept = keep && shelf.read(keep);
    if (!kept) return;
    if (kept.sent && !field.value) shelf.clear(keep);
    else if (!kept.sent && kept.text !== field.value) type(field, kept.text);
};

export const CountedText = ({ name, limit, version, keep, saved, children }) => {
    const box = useRef(null);
    const [left, setLeft] = useState(limit);
    const [typing, setTyping] = useState(false);
    const [turn, setTurn] = useState(0);

    useEffect(() => {
        const field = box.current.querySelector("textarea");
        const form = field.form;
        let pause;
        const onInput = () => {
            setLeft(limit - visibleLength(field.value));
            if (keep) shelf.write(keep, { text: field.value });
            setTyping(true);
            clearTimeout(pause);
            pause = setTimeout(() => {
                setTyping(false);
                setTurn((before) => before + 1);
            }, SAID_AFTER);
        };
        const onSubmit = () => {
            if (keep && shelf.read(keep)) shelf.write(keep, { text: field.value, sent: true });
        };
        setLeft(limit - visibleLength(field.value));
        field.addEventListener("input", onInput);
        form?.addEventListener("submit", onSubmit);
        takeBack(keep, field);
        return () => {
            clearTimeout(pause);
            field.removeEventListener("input", onInput);
            form?.removeEventListener("submit", onSubmit);
        };
    }, [version, limit, keep]);

    useEffect(() => {
        if (keep && shelf.read(keep)?.text === saved) shelf.clear(keep);
    }, [keep, saved]);

    return h(
        "div",
        { ref: box, className: "counted" },
        children,
        h(
            "p",
            {
                id: `${name}-compte`,
                role: "status",
                "aria-live": typing ? "off" : "polite",
                className: left < 0 ? "counted-left counted-over" : "counted-left",
            },
            h("span", { key: turn }, words(left)),
        ),
    );
};
