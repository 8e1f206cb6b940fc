//! Recognises languages other than English.

use super::clause::{Clause, one_of};

/// Whether a message that was not understood is probably in another language.
pub fn is_foreign(text: &str, clause: Clause<'_>) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let other = text.chars().filter(|c| c.is_alphabetic() && *c > '\u{24f}').count();
    if other * 2 > letters {
        return true;
    }
    let accented = clause
        .words
        .iter()
        .filter(|word| word.low.chars().any(|c| c.is_alphabetic() && !c.is_ascii()))
        .count();
    let foreign = clause.words.iter().filter(|word| one_of(FOREIGN, &word.low)).count();
    foreign >= 2
        || (accented + foreign) * 3 >= clause.words.len().max(1)
        || (foreign == 1 && clause.words.len() <= 3)
}

/// Frequent words of other languages in Latin script. None of them is an English word.
const FOREIGN: &str = "una|uno|el|los|las|mi|mis|por|favor|para|que|qué|hola|gracias|tarea|tareas|comprar|\
    leche|agregar|agrega|añade|añadir|muestra|borrar|lista|quiero|necesito|le|les|une|des|mes|bonjour|\
    merci|salut|tâche|tâches|ajoute|ajouter|acheter|montre|moi|je|dois|veux|liste|der|das|ein|eine|einen|\
    und|ich|mir|meine|bitte|aufgabe|aufgaben|zeige|zeig|kaufen|füge|hinzu|danke|guten|muss|il|un|gli|mio|\
    mie|ciao|grazie|aggiungi|compito|attività|devo|comprare|mostra|um|uma|meu|minhas|olá|obrigado|\
    adicionar|adicione|tarefa|tarefas|het|een|mijn|taak|voeg|toe|kopen|bedankt|alstublieft|graag|dodaj|\
    zadanie|moje|zadania|kup|dzień|dobry|bir|görev|ekle|görevlerim|merhaba|lütfen|göster|kya|mujhe|mera|\
    meri|karo|kaam|hai|kharidna|doodh|salam|shukriya";
